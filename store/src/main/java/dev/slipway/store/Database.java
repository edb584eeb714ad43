package dev.slipway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.store.audit.Attribution;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.postgresql.ds.PGSimpleDataSource;

/** One pool of connections of one database role. */
public final class Database implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = configure(Jdbi.create(pool));
    }

    /**
     * Opens a pool.
     *
     * @throws SlipwayException UNAVAILABLE when the server cannot be reached within 30 s or gives up durability
     *     ({@code synchronous_commit} off): a run that was accepted must not be lost
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings.url(), settings.user(), settings.password(), settings.maxConnections());
    }

    /** Opens a pool with a password at hand, for set-up and tests. */
    public static Database open(String url, String user, String password, int maxConnections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(Math.min(2, maxConnections));
        config.setPoolName(user);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(30_000);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "slipway-" + user);
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        Database database = new Database(new HikariDataSource(config));
        try {
            database.refuseLossyCommits();
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /**
     * Brings the schema up to date and gives the roles of the processes their passwords.
     *
     * @param passwords role name to password; the roles themselves are made by the migrations
     */
    public static void migrate(String url, String owner, String ownerPassword, Map<String, String> passwords) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(owner);
        source.setPassword(ownerPassword);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        Jdbi.create(source)
                .useHandle(handle -> passwords.forEach((role, password) -> setPassword(handle, role, password)));
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** The pool itself, for health checks and metrics. */
    public DataSource dataSource() {
        return pool;
    }

    /** Runs {@code work} in one transaction, on behalf of whom {@link Attribution} names, and returns what it returns. */
    public <T> T inTransaction(Function<Handle, T> work) {
        return jdbi.inTransaction(handle -> {
            Attribution.announce(handle);
            return work.apply(handle);
        });
    }

    /** Runs {@code work}, which only reads, in one transaction that sees everything as it was when it began. */
    public <T> T inSnapshot(Function<Handle, T> work) {
        return jdbi.inTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read, read only");
            return work.apply(handle);
        });
    }

    /** Runs {@code work} in one transaction. */
    public void useTransaction(Consumer<Handle> work) {
        jdbi.useTransaction(handle -> {
            Attribution.announce(handle);
            work.accept(handle);
        });
    }

    @Override
    public void close() {
        pool.close();
    }

    private void refuseLossyCommits() {
        String value = jdbi.withHandle(handle -> handle.createQuery("show synchronous_commit")
                .mapTo(String.class)
                .one());
        if (value.equals("off")) {
            throw new SlipwayException(
                    ErrorCode.UNAVAILABLE, "the database runs with synchronous_commit=off; set it to on");
        }
    }

    private static void setPassword(Handle handle, String role, String password) {
        String quoted = handle.createQuery("select format('alter role %I login password %L', :role, :password)")
                .bind("role", role)
                .bind("password", password)
                .mapTo(String.class)
                .one();
        handle.execute(quoted);
    }

    private static Jdbi configure(Jdbi jdbi) {
        jdbi.installPlugin(new SqlObjectPlugin());
        jdbi.registerArgument(new JsonArguments());
        jdbi.registerColumnMapper(new JsonColumns());
        jdbi.registerArgument(new DigestArguments());
        jdbi.registerColumnMapper(new DigestColumns());
        jdbi.registerRowMapper(ConstructorMapper.factory(dev.slipway.model.spi.Decision.class));
        return jdbi;
    }
}
