package dev.slipway.stack.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Ports;
import dev.slipway.stack.Supervisor;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.SearchKeys;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("all")
final class TestTemporalServerPart {
    private static final String WORKFLOW = "held/over/a/restart";

    @TempDir
    private Path folder;

    @Test
    void keepsWorkflowsInDatabasesOfItsOwn() throws SQLException {
        Installation installation = new Installation(folder, freeBlock());
        installation.prepare();
        List<Part> parts = parts(installation);
        try (Supervisor supervisor = new Supervisor(installation, parts)) {
            supervisor.awaitReady();
            start(installation);
            rolesStayApart(installation);
        }
        try (Supervisor again = new Supervisor(installation, parts)) {
            again.awaitReady();
            assertThat(status(installation)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        }
    }

    private static void start(Installation installation) {
        SearchAttributes attributes = SearchAttributes.newBuilder()
                .set(SearchAttributeKey.forKeyword(SearchKeys.names().getFirst()), "value")
                .build();
        try (TemporalConnection connection = connection(installation)) {
            connection
                    .client()
                    .newUntypedWorkflowStub(
                            "Nobody",
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue("nobody-polls")
                                    .setWorkflowId(WORKFLOW)
                                    .setTypedSearchAttributes(attributes)
                                    .build())
                    .start();
        }
    }

    private static WorkflowExecutionStatus status(Installation installation) {
        try (TemporalConnection connection = connection(installation)) {
            WorkflowStub stub = connection.client().newUntypedWorkflowStub(WORKFLOW);
            WorkflowExecution execution = stub.describe().getExecution();
            assertThat(execution.getWorkflowId()).isEqualTo(WORKFLOW);
            return stub.describe().getStatus();
        }
    }

    /** Temporal sees nothing of the installation's, and the installation's roles nothing of Temporal's. */
    private static void rolesStayApart(Installation installation) throws SQLException {
        try (Connection own = connect(installation, "temporal", "temporal");
                Statement statement = own.createStatement();
                ResultSet rows =
                        statement.executeQuery("select count(*) from executions join schema_version on true")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isPositive();
        }
        refused(installation, "temporal", "slipway");
        for (String role : List.of("api", "worker", "recorder")) {
            connect(installation, role, "slipway").close();
            refused(installation, role, "temporal");
            refused(installation, role, "temporal_visibility");
        }
    }

    private static void refused(Installation installation, String role, String database) {
        assertThatThrownBy(() -> connect(installation, role, database).close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
    }

    private static Connection connect(Installation installation, String role, String database) throws SQLException {
        String user = role.equals("temporal") ? role : "slipway_" + role;
        String password = installation.secrets().read(installation.secrets().token("postgres-" + role));
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + installation.ports().postgres() + "/" + database, user, password);
    }

    private static TemporalConnection connection(Installation installation) {
        return new TemporalConnection(new TemporalSettings(
                "127.0.0.1:" + installation.ports().temporal(), "default", installation.temporalUiUrl()));
    }

    private static List<Part> parts(Installation installation) {
        Path cache = cache();
        Launch launch = new Launch(Path.of(System.getProperty("java.home")), cache, cache, cache);
        return List.of(
                new PostgresPart(installation, PostgresBinaries.unpack(cache)).part(),
                TemporalServerPart.part(installation, launch));
    }

    private static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        return (base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base))
                .resolve("slipway");
    }

    private static Ports freeBlock() {
        return IntStream.iterate(30_000, base -> base < 32_000, base -> base + 25)
                .mapToObj(Ports::new)
                .filter(ports -> ports.taken().isEmpty())
                .filter(ports ->
                        Ports.taken(TemporalServerPorts.of(ports).all()).isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no block of free ports"));
    }
}
