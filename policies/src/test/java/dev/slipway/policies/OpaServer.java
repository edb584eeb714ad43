package dev.slipway.policies;

import dev.slipway.model.SecretFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real OPA process with a bundle of ours, a token, and its address. */
final class OpaServer implements AutoCloseable {
    static final String TOKEN = "slipway_opa_the-token-of-this-test";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final Process process;
    private final OpaCommand command;

    private OpaServer(Path folder, OpaCommand command, Process process) {
        this.folder = folder;
        this.command = command;
        this.process = process;
    }

    static OpaServer start(Path folder, String bundle) throws IOException, InterruptedException {
        return start(folder, bundle, freePort());
    }

    static OpaServer start(Path folder, String bundle, int port) throws IOException, InterruptedException {
        PolicyBundles.extract(folder.resolve("bundles"));
        OpaCommand.writeTokens(folder.resolve("tokens"), List.of(TOKEN));
        Path program = OpaProgram.find();
        OpaCommand command =
                new OpaCommand(program, folder.resolve("bundles").resolve(bundle), folder.resolve("tokens"), port);
        Process process = new ProcessBuilder(command.arguments())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("opa.log").toFile())
                .start();
        OpaServer server = new OpaServer(folder, command, process);
        server.awaitHealthy();
        return server;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    OpaSettings settings(String name) throws IOException {
        return settings(name, TOKEN);
    }

    OpaSettings settings(String name, String token) throws IOException {
        return settings(name, URI.create(command.url()), folder, token);
    }

    static OpaSettings settings(String name, URI url, Path folder, String token) throws IOException {
        Path file = Files.createTempDirectory(folder, "token").resolve("token");
        SecretFile.create(file, token);
        return new OpaSettings(name, url, file);
    }

    OpaCommand command() {
        return command;
    }

    Process process() {
        return process;
    }

    /** Status of any call, with or without a token. */
    int status(String method, String path, String body, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(command.url() + path))
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return response.statusCode();
    }

    private void awaitHealthy() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (!healthy()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                String log = Files.readString(folder.resolve("opa.log"));
                close();
                throw new IllegalStateException("OPA did not become healthy: " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean healthy() throws InterruptedException {
        try {
            return status("GET", "/health", "", "") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
