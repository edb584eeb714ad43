package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Shell;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two databases of Temporal's own in the installation's PostgreSQL, under a role that owns them and reaches nothing else;
 * the roles of the installation do not reach them either.
 */
final class TemporalDatabases {
    static final String ROLE = "temporal";
    static final String MAIN = "temporal";
    static final String VISIBILITY = "temporal_visibility";
    private static final String SCHEMAS = "postgresql/v12/";

    private final Installation installation;
    private final Path sqlTool;

    /**
     * @param sqlTool Temporal's {@code temporal-sql-tool}, which carries the schemas
     */
    TemporalDatabases(Installation installation, Path sqlTool) {
        this.installation = installation;
        this.sqlTool = sqlTool;
    }

    static String password(Installation installation) {
        return installation.secrets().read(installation.secrets().token("postgres-temporal"));
    }

    /** Makes what is missing and brings the schemas up to date. */
    void prepare() {
        try (Connection owner = OwnerConnection.open(installation, "postgres");
                Statement statement = owner.createStatement()) {
            if (!found(owner, "select 1 from pg_roles where rolname = ?", ROLE)) {
                statement.execute("create role " + ROLE);
            }
            statement.execute(
                    "alter role " + ROLE + " login password " + statement.enquoteLiteral(password(installation)));
            statement.execute("revoke connect on database slipway from public");
            statement.execute("grant connect on database slipway to slipway_api, slipway_worker, slipway_recorder");
            database(owner, MAIN, "temporal");
            database(owner, VISIBILITY, "visibility");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make Temporal's databases: " + e.getMessage(), e);
        }
    }

    private void database(Connection owner, String name, String schema) throws SQLException {
        boolean fresh = !found(owner, "select 1 from pg_database where datname = ?", name);
        if (fresh) {
            try (Statement statement = owner.createStatement()) {
                statement.execute("create database " + name + " owner " + ROLE);
                statement.execute("revoke connect on database " + name + " from public");
            }
        }
        if (fresh || !versioned(name)) {
            tool(name, "setup-schema", "-v", "0.0");
        }
        tool(name, "update-schema", "--schema-name", SCHEMAS + schema);
    }

    /** A crash may have come between a database and its first table. */
    private boolean versioned(String name) throws SQLException {
        try (Connection connection = OwnerConnection.open(installation, name)) {
            return found(connection, "select 1 from pg_tables where tablename = ?", "schema_version");
        }
    }

    private static boolean found(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void tool(String database, String... words) {
        List<String> command = new ArrayList<>(List.of(sqlTool.toString(), "--plugin", "postgres12_pgx"));
        command.addAll(List.of("--endpoint", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(installation.ports().postgres())));
        command.addAll(List.of("--user", ROLE, "--database", database));
        command.addAll(List.of(words));
        Shell.run(installation.root(), Map.of("SQL_PASSWORD", password(installation)), command);
    }
}
