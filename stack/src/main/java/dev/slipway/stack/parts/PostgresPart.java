package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import dev.slipway.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL with a data folder of its own, passwords instead of trust, and full durability. */
public final class PostgresPart {
    private final Installation installation;
    private final Path home;

    /**
     * @param home folder with {@code bin} and {@code lib} of a PostgreSQL, see {@link PostgresBinaries}
     */
    public PostgresPart(Installation installation, Path home) {
        this.installation = installation;
        this.home = home;
    }

    public Part part() {
        List<String> command = asPostgresLikesIt(
                home.resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(installation.ports().postgres()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "synchronous_commit=on",
                "-c",
                "log_min_messages=warning");
        return Part.of("postgres", command, Map.of(), List.of(), new Probe.Call(this::answers))
                .preparedBy(this::initialise)
                .followedBy(this::migrate)
                .stoppedBy("INT", Duration.ofSeconds(20));
    }

    private Path data() {
        return installation.data("postgres");
    }

    private void initialise() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Installation.folder(installation.root().resolve("data"));
        Path password = installation.secrets().token("postgres-owner");
        run(asPostgresLikesIt(
                home.resolve("bin/initdb").toString(),
                "-D",
                data().toString(),
                "-U",
                OwnerConnection.OWNER,
                "--auth=scram-sha-256",
                "--pwfile=" + password,
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
    }

    private boolean answers() {
        try (Connection connection = OwnerConnection.open(installation, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private void migrate() {
        try (Connection connection = OwnerConnection.open(installation, "postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = 'slipway'")) {
                if (!found.next()) {
                    statement.execute("create database slipway");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the database: " + e.getMessage(), e);
        }
        Map<String, String> passwords = Map.of(
                "slipway_api", secret("postgres-api"),
                "slipway_worker", secret("postgres-worker"),
                "slipway_recorder", secret("postgres-recorder"));
        Database.migrate(
                installation.databaseUrl(), OwnerConnection.OWNER, OwnerConnection.password(installation), passwords);
    }

    private String secret(String name) {
        return installation.secrets().read(installation.secrets().token(name));
    }

    /** PostgreSQL refuses to run as root; in a user namespace it does not see that it does. */
    private static List<String> asPostgresLikesIt(String... command) {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static void run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("initdb failed: " + output.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
