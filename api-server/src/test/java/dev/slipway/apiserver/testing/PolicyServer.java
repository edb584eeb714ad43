package dev.slipway.apiserver.testing;

import dev.slipway.model.SecretFile;
import dev.slipway.policies.OpaCommand;
import dev.slipway.policies.OpaProgram;
import dev.slipway.policies.OpaSettings;
import dev.slipway.policies.PolicyBundles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real OPA with the shipped internal bundle and one project whose people are apart from all others. */
public final class PolicyServer implements AutoCloseable {
    /** Project only members of {@link #FOREIGN_GROUP} may see. */
    public static final String FOREIGN_PROJECT = "foreign";

    public static final String FOREIGN_GROUP = "foreigners";

    private static final String TOKEN = "token-of-this-test-run";
    private static final String OVERRIDES = """
            {"projects": {"foreign": {"read": ["foreigners"], "trigger": ["foreigners"], "apply": ["foreigners"]}}}""";

    private final Process process;
    private final OpaSettings settings;

    private PolicyServer(Process process, OpaSettings settings) {
        this.process = process;
        this.settings = settings;
    }

    public static PolicyServer start(Path folder) throws IOException, InterruptedException {
        PolicyBundles.extract(folder.resolve("bundles"));
        Path bundle = folder.resolve("bundles").resolve(PolicyBundles.INTERNAL);
        Files.writeString(bundle.resolve("slipway/overrides/data.json"), OVERRIDES);
        Path tokens = folder.resolve("tokens.json");
        OpaCommand.writeTokens(tokens, List.of(TOKEN));
        Path token = folder.resolve("token");
        SecretFile.create(token, TOKEN);
        OpaCommand command = new OpaCommand(OpaProgram.find(), bundle, tokens, freePort());
        Path log = folder.resolve("opa.log");
        Process process = new ProcessBuilder(command.arguments())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PolicyServer server = new PolicyServer(process, new OpaSettings("internal", URI.create(command.url()), token));
        server.awaitHealthy(log);
        return server;
    }

    public OpaSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void awaitHealthy(Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!healthy()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("OPA did not become healthy: " + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean healthy() {
        try {
            HttpURLConnection call = (HttpURLConnection)
                    settings.url().resolve("/health").toURL().openConnection();
            call.setConnectTimeout(500);
            call.setReadTimeout(500);
            return call.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
