package dev.slipway.store.testing;

import dev.slipway.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fresh, migrated database on a PostgreSQL server that all tests of one Java process share. The first database is
 * migrated, later ones are copies of it, which takes a fraction of the time.
 */
public final class TestingDatabase implements AutoCloseable {
    private static final String PASSWORD = "only-for-tests";
    private static final String TEMPLATE = "slipway_template";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String url;
    private final Database api;
    private final Database worker;
    private final Database recorder;
    private final Database owner;

    private TestingDatabase(String url) {
        this.url = url;
        this.api = Database.open(url, "slipway_api", PASSWORD, 10);
        this.worker = Database.open(url, "slipway_worker", PASSWORD, 10);
        this.recorder = Database.open(url, "slipway_recorder", PASSWORD, 4);
        this.owner = Database.open(url, "postgres", "postgres", 4);
    }

    /** Makes a fresh database. */
    public static TestingDatabase create() {
        String name = "slipway_" + COUNTER.incrementAndGet();
        execute(Server.POSTGRES, "create database " + name + " template " + TEMPLATE);
        return new TestingDatabase(address(Server.POSTGRES, name));
    }

    /** As the API's role. */
    public Database api() {
        return api;
    }

    /** As the worker's role. */
    public Database worker() {
        return worker;
    }

    /** As the decision recorder's role. */
    public Database recorder() {
        return recorder;
    }

    /** As the owner of the schema, for preparing and inspecting what no process may write. */
    public Database owner() {
        return owner;
    }

    /** JDBC address without user. */
    public String url() {
        return url;
    }

    /** Password of the three roles. */
    public static String password() {
        return PASSWORD;
    }

    @Override
    public void close() {
        api.close();
        worker.close();
        recorder.close();
        owner.close();
    }

    private static String address(EmbeddedPostgres postgres, String name) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + name;
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started at first use; ends with the Java process. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("max_connections", "300")
                        .start();
                execute(postgres, "create database " + TEMPLATE);
                Database.migrate(
                        address(postgres, TEMPLATE),
                        "postgres",
                        "postgres",
                        Map.of("slipway_api", PASSWORD, "slipway_worker", PASSWORD, "slipway_recorder", PASSWORD));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
