package dev.slipway.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One embedded installation: everything it knows is below one folder.
 *
 * @param root the folder, {@code .slipway} of the checkout
 * @param ports loopback ports of its parts
 */
public record Installation(Path root, Ports ports) {
    public Installation {
        root = root.toAbsolutePath().normalize();
    }

    /** Makes the folders that are missing. */
    public void prepare() {
        for (Path folder : new Path[] {root, logs(), run(), config(), secrets().folder()}) {
            folder(folder);
        }
    }

    /** Output of every part, one file each. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Process ids and sockets of what runs now. */
    public Path run() {
        return root.resolve("run");
    }

    /** Configuration files of the roles, written anew at each start. */
    public Path config() {
        return root.resolve("config");
    }

    /** Data of one part. */
    public Path data(String part) {
        return root.resolve("data").resolve(part);
    }

    /** What the demonstration's forge and scanner received. */
    public Path receiverJournal() {
        return folder(data("demo")).resolve("received.jsonl");
    }

    /** File the join token of a node is put into before the agent starts. */
    public Path joinTokenFile(String node) {
        return secrets().folder().resolve("join-" + node);
    }

    public SecretFiles secrets() {
        return new SecretFiles(root.resolve("secrets"));
    }

    public String apiUrl() {
        return loopback(ports.api());
    }

    public String identityProviderUrl() {
        return loopback(ports.identityProvider()) + "/demo";
    }

    public String temporalUiUrl() {
        return loopback(ports.temporalUi());
    }

    public String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/slipway";
    }

    /** Address of a service behind the proxy. */
    public String proxyUrl() {
        return loopback(ports.proxy());
    }

    /** Makes a folder and those above it. */
    public static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make folder " + folder, e);
        }
    }

    private static String loopback(int port) {
        return "http://127.0.0.1:" + port;
    }
}
