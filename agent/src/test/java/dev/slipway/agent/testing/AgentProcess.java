package dev.slipway.agent.testing;

import dev.slipway.agent.main.AgentConfiguration;
import dev.slipway.agent.main.Main;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent in a JVM of its own, to be killed without warning. */
public final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final int healthPort;

    private AgentProcess(Process process, int healthPort) {
        this.process = process;
        this.healthPort = healthPort;
    }

    public static AgentProcess start(FakeControlPlane server, Path folder, String... drivers) {
        int port = freePort();
        return new AgentProcess(launch(write(server, folder, port, drivers)), port);
    }

    /** Runs {@code --destroy} to its end and returns its exit code. */
    public static int destroy(FakeControlPlane server, Path folder, String... drivers) throws InterruptedException {
        Process process = launch("--destroy", write(server, folder, 0, drivers));
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("--destroy did not end");
        }
        return process.exitValue();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as a supervisor does; false when it did not. */
    public boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(10, TimeUnit.SECONDS);
    }

    /** Status of its readiness, 0 when nobody answers. */
    public int readiness() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI url = URI.create("http://127.0.0.1:" + healthPort + "/health/ready");
            return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String write(FakeControlPlane server, Path folder, int port, String... drivers) {
        AgentConfiguration plain = Nodes.configuration(server, folder, drivers);
        AgentConfiguration configuration = new AgentConfiguration(
                plain.apiUrl(), plain.dataDir(), port, plain.nodes(), plain.rawExec(), null, null, null);
        Path file = folder.resolve("agent.json");
        try {
            Files.writeString(file, ModelJson.write(configuration));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    private static Process launch(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
