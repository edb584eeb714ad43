package dev.slipway.activities;

import dev.slipway.identity.SecretTokens;
import dev.slipway.model.SecretFile;
import dev.slipway.model.spi.PolicyEngine;
import dev.slipway.policies.OpaCommand;
import dev.slipway.policies.OpaEngine;
import dev.slipway.policies.OpaProgram;
import dev.slipway.policies.OpaSettings;
import dev.slipway.policies.PolicyBundles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Two real OPA servers with the shipped bundles; started at first use, ended with the Java process. */
final class PolicyServers {
    private static final List<PolicyEngine> ENGINES = start();

    private PolicyServers() {}

    /** Internal and external engine. */
    static List<PolicyEngine> engines() {
        return ENGINES;
    }

    private static List<PolicyEngine> start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "opa");
            PolicyBundles.extract(folder.resolve("bundles"));
            return List.of(engine(folder, PolicyBundles.INTERNAL), engine(folder, PolicyBundles.EXTERNAL));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the policy servers cannot be started", e);
        }
    }

    private static PolicyEngine engine(Path folder, String name) throws IOException, InterruptedException {
        String token = SecretTokens.random("opa");
        Path tokens = folder.resolve(name + "-tokens.json");
        OpaCommand.writeTokens(tokens, List.of(token));
        Path tokenFile = folder.resolve(name + "-token");
        SecretFile.create(tokenFile, token);
        OpaCommand command =
                new OpaCommand(OpaProgram.find(), folder.resolve("bundles").resolve(name), tokens, freePort());
        Process process = new ProcessBuilder(command.arguments())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        awaitHealthy(command.url());
        return new OpaEngine(new OpaSettings(name, URI.create(command.url()), tokenFile));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitHealthy(String url) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/health")).build();
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end) {
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
        throw new IllegalStateException("OPA at " + url + " did not become healthy");
    }
}
