package dev.slipway.store.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestRuns {
    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void movesAlongTheTransitionTableAndForTheCurrentGenerationOnly() {
        database.worker().useTransaction(handle -> {
            Runs runs = handle.attach(Runs.class);
            assertThat(runs.begin(SampleRows.RUN, 2)).isFalse();
            assertThat(runs.begin(SampleRows.RUN, 1)).isTrue();
            assertThat(runs.begin(SampleRows.RUN, 1)).as("a repeat").isTrue();
            assertThat(runs.finish(SampleRows.RUN, 1, RunState.FAILED, "TASK_FAILED", "no"))
                    .isTrue();
            assertThat(runs.finish(SampleRows.RUN, 1, RunState.SUCCEEDED, null, null))
                    .isFalse();
            assertThat(runs.begin(SampleRows.RUN, 1)).isFalse();
            assertThat(runs.find(SampleRows.RUN).orElseThrow().state()).isEqualTo(RunState.FAILED);
        });
    }

    @Test
    void factsApplyInTheOrderOfTheirSequence() {
        write(fact(2, StepState.RUNNING, Instant.now(), null), fact("run", 3, StepState.WAITING, "a lock"));
        write(fact(5, StepState.SUCCEEDED, null, Instant.now()));
        write(fact(4, StepState.WAITING, null, null), fact("run", 1, StepState.RUNNING, ""));

        assertThat(SampleRows.value(
                        database,
                        "select state || started_at::text || finished_at::text from step where step = 'request'"))
                .startsWith("succeeded");
        assertThat(SampleRows.value(database, "select state || ' for ' || waiting_for from run"))
                .isEqualTo("waiting for a lock");
        assertThat(SampleRows.value(database, "select count(*) || ' ' || min(subject) from event_intake"))
                .isEqualTo("3 " + SampleRows.RUN);
    }

    @Test
    void aFailedTrySetsOnlyTheLastError() {
        write(fact(1, StepState.RUNNING, Instant.now(), null));
        database.worker()
                .useTransaction(handle -> Steps.lastError(handle, SampleRows.RUN, 1, "-", "request", "engine away"));
        assertThat(SampleRows.value(database, "select state || ': ' || last_error from step where step = 'request'"))
                .isEqualTo("running: engine away");
    }

    @Test
    void aRunThatIsOverIsNotMovedByFacts() {
        database.worker().useTransaction(handle -> {
            handle.attach(Runs.class).begin(SampleRows.RUN, 1);
            handle.attach(Runs.class).finish(SampleRows.RUN, 1, RunState.CANCELLED, "CANCELLED", "by me");
        });
        write(fact("run", 9, StepState.RUNNING, ""));
        assertThat(SampleRows.value(database, "select state from run")).isEqualTo("cancelled");
    }

    @Test
    void keepsTheResultOfTheLatestGeneration() {
        database.worker().useTransaction(handle -> {
            StepResults results = handle.attach(StepResults.class);
            results.put(
                    SampleRows.RUN,
                    "-",
                    StepName.TASKS,
                    "test",
                    2,
                    ModelJson.mapper().valueToTree(Map.of("n", 2)));
            results.put(
                    SampleRows.RUN,
                    "-",
                    StepName.TASKS,
                    "test",
                    1,
                    ModelJson.mapper().valueToTree(Map.of("n", 1)));
            assertThat(results.names(SampleRows.RUN)).containsExactly("-/tasks/test");
            assertThat(results.find(SampleRows.RUN, "-", StepName.TASKS, "test")
                            .orElseThrow()
                            .path("n")
                            .asInt())
                    .isEqualTo(2);
        });
    }

    @Test
    void ridesOnOneFreshAllowOnce() {
        SampleRows.decision(database, "allow", "-", "verify", true, Duration.ofHours(1));
        SampleRows.decision(database, "deny", "-", "verify", false, Duration.ofHours(1));
        SampleRows.decision(database, "old", "-", "verify", true, Duration.ofSeconds(-1));
        ride("allow", "verify", "authorise");
        ride("allow", "verify", "authorise");
        for (Runnable refused : List.<Runnable>of(
                () -> ride("allow", "verify", "other"),
                () -> ride("allow", "request", "authorise"),
                () -> ride("deny", "verify", "authorise"),
                () -> ride("old", "verify", "authorise"),
                () -> ride("none", "verify", "authorise"))) {
            assertThatThrownBy(refused::run)
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TRANSITION_REFUSED));
        }
        assertThat(SampleRows.value(database, "select count(*) from transition"))
                .isEqualTo("1");
    }

    private void ride(String decision, String step, String name) {
        database.worker()
                .useTransaction(handle ->
                        Transitions.ride(handle, new Transition(SampleRows.RUN, 1, "-", step, name, decision)));
    }

    private void write(StepRow... rows) {
        database.worker().useTransaction(handle -> Steps.write(handle, SampleRows.RUN, 1, List.of(rows)));
    }

    private static StepRow fact(long seq, StepState state, Instant started, Instant finished) {
        return new StepRow(
                "-", "request", "-", state, seq, ModelJson.mapper().createObjectNode(), null, null, started, finished);
    }

    private static StepRow fact(String step, long seq, StepState state, String text) {
        return new StepRow(
                "-",
                step,
                "-",
                state,
                seq,
                ModelJson.mapper().createObjectNode().put("text", text),
                null,
                null,
                null,
                null);
    }
}
