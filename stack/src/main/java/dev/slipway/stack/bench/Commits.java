package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.parts.OwnerConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many transactions PostgreSQL has committed, by database, as it counts them itself. */
final class Commits {
    private static final String QUERY = """
            select datname, xact_commit from pg_stat_database
            where datname is not null and datname not like 'template%' and datname <> 'postgres'""";

    private final Installation installation;

    Commits(Installation installation) {
        this.installation = installation;
    }

    /** Counts since the server was made; a fresh connection, since counts are kept for the length of a transaction. */
    Map<String, Long> now() {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Connection connection = OwnerConnection.open(installation, "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count commits: " + e.getMessage(), e);
        }
    }

    /** Difference of two counts per run, rounded to one digit. */
    static Map<String, Double> perRun(Map<String, Long> before, Map<String, Long> after, int runs) {
        Map<String, Double> difference = new LinkedHashMap<>();
        after.forEach((name, count) ->
                difference.put(name, Math.round(10.0 * (count - before.getOrDefault(name, 0L)) / runs) / 10.0));
        return difference;
    }
}
