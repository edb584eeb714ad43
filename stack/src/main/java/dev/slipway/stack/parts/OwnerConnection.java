package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections of the role that owns an installation's PostgreSQL: set-up and counters, never the work of a role. */
public final class OwnerConnection {
    static final String OWNER = "slipway_owner";

    private OwnerConnection() {}

    /** Connects to one database of the installation's server; the caller closes it. */
    public static Connection open(Installation installation, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", OWNER);
        properties.setProperty("password", password(installation));
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "3");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + installation.ports().postgres() + "/" + database, properties);
    }

    static String password(Installation installation) {
        return installation.secrets().read(installation.secrets().token("postgres-owner"));
    }
}
