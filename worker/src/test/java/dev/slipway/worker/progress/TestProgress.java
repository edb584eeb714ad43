package dev.slipway.worker.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.StepState;
import dev.slipway.store.run.SampleRows;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.testing.TemporalServer;
import dev.slipway.workflows.progress.FactBatch;
import dev.slipway.workflows.progress.StepFact;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestProgress {
    private TestingDatabase database;
    private ProgressWriter writer;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
        writer = new ProgressWriter(database.worker());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void factsAreRowsWhenTheActivityTheyCameWithBegins() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Set<String> failed = new HashSet<>();
        Reported.Work work = step -> {
            seen.add(step + ": " + states());
            if (step.equals("verify") && failed.add(step)) {
                throw ApplicationFailure.newFailure("the engine is away", "POLICY_UNAVAILABLE");
            }
            if (step.equals("verify")) {
                seen.add("last error: " + value("select last_error from step where step = 'verify'"));
            }
        };
        execute(work);
        assertThat(seen)
                .containsExactly(
                        "commit: commit running",
                        "verify: commit succeeded, verify running",
                        "verify: commit succeeded, verify running",
                        "last error: POLICY_UNAVAILABLE: the engine is away",
                        "end: commit succeeded, verify failed");
        assertThat(value("select error_code || ' ' || error_message from step where step = 'verify'"))
                .isEqualTo("POLICY_DENIED no");
        assertThat(value("select detail ->> 'ref' from step where step = 'commit'"))
                .as("what was said earlier still holds")
                .isEqualTo("main");
        assertThat(value("select count(*) from step where step = 'commit' and started_at <= finished_at"))
                .isEqualTo("1");
    }

    @Test
    void factsThatCannotBeWrittenHoldTheActivityBack() {
        List<String> begun = new CopyOnWriteArrayList<>();
        database.owner().useTransaction(handle -> handle.execute("""
                create function refuse_once() returns trigger language plpgsql as $$
                begin
                    if (select nextval('refusals')) < 3 then raise exception 'away'; end if;
                    return new;
                end $$"""));
        database.owner().useTransaction(handle -> handle.execute("create sequence refusals"));
        database.owner().useTransaction(handle -> handle.execute("grant usage on sequence refusals to slipway_worker"));
        database.owner()
                .useTransaction(handle -> handle.execute(
                        "create trigger refuse before insert on step for each row execute function refuse_once()"));
        execute(step -> begun.add(step + ": " + states()));
        assertThat(begun)
                .containsExactly(
                        "commit: commit running",
                        "verify: commit succeeded, verify running",
                        "end: commit succeeded, verify failed");
    }

    @Test
    void aLowerOrEqualSequenceIsIgnored() {
        write(5, StepState.SUCCEEDED, Map.of("a", "1"), null);
        write(4, StepState.RUNNING, Map.of("a", "0"), "OLD");
        write(5, StepState.FAILED, Map.of("a", "2"), "EQUAL");
        assertThat(states()).isEqualTo("commit succeeded");
        assertThat(value("select fact_seq || ' ' || (detail ->> 'a') || coalesce(error_code, '') from step"))
                .isEqualTo("5 1");
        write(6, StepState.FAILED, Map.of("b", "3"), "NEWER");
        assertThat(value("select state || error_code || detail::text from step"))
                .isEqualTo("failedNEWER{\"a\": \"1\", \"b\": \"3\"}");
    }

    @Test
    void aRepeatedBatchChangesNothingAndIsNotToldAgain() {
        write(1, StepState.RUNNING, Map.of(), null);
        String told = value("select count(*) from event_intake");
        write(1, StepState.RUNNING, Map.of(), null);
        assertThat(value("select count(*) from event_intake")).isEqualTo(told);
    }

    @Test
    void ofABatchTheNewestStateCountsWithTheFirstBeginning() {
        List<StepFact> facts = new ArrayList<>();
        facts.add(fact(1, StepState.RUNNING, Map.of("a", "1"), null, 1_000));
        facts.add(fact(2, StepState.SUCCEEDED, Map.of("b", "2"), null, 5_000));
        writer.write(new FactBatch(SampleRows.RUN, 1, facts, "-", "commit"));
        assertThat(value("select state || extract(epoch from finished_at - started_at)::int || detail::text from step"))
                .isEqualTo("succeeded4{\"a\": \"1\", \"b\": \"2\"}");
    }

    @Test
    void aFailedTrySetsOnlyTheLastErrorAndSuccessClearsIt() {
        write(1, StepState.RUNNING, Map.of(), null);
        writer.lastError(new FactBatch(SampleRows.RUN, 1, List.of(), "-", "commit"), "UNAVAILABLE: away");
        assertThat(value("select state || fact_seq || coalesce(error_code, '-') || last_error from step"))
                .isEqualTo("running1-UNAVAILABLE: away");
        write(2, StepState.SUCCEEDED, Map.of(), null);
        assertThat(value("select coalesce(last_error, 'none') from step")).isEqualTo("none");
    }

    @Test
    void anErrorOfNoStepOrOfAnotherGenerationIsNotNoted() {
        write(1, StepState.RUNNING, Map.of(), null);
        writer.lastError(new FactBatch(SampleRows.RUN, 1, List.of(), "-", ""), "x");
        writer.lastError(new FactBatch(SampleRows.RUN, 2, List.of(), "-", "commit"), "x");
        assertThat(value("select coalesce(last_error, 'none') from step")).isEqualTo("none");
    }

    private void execute(Reported.Work work) {
        try (TemporalServer temporal = new TemporalServer(new ProgressInterceptor(database.worker()))) {
            Worker worker = temporal.environment().newWorker("test");
            worker.registerWorkflowImplementationTypes(Reported.Implementation.class);
            worker.registerActivitiesImplementations(work);
            temporal.environment().start();
            temporal.client()
                    .newWorkflowStub(
                            Reported.class,
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId(SampleRows.RUN)
                                    .setTaskQueue("test")
                                    .build())
                    .run();
        }
    }

    private void write(long seq, StepState state, Map<String, String> detail, @Nullable String code) {
        writer.write(
                new FactBatch(SampleRows.RUN, 1, List.of(fact(seq, state, detail, code, 1_000 * seq)), "-", "commit"));
    }

    private static StepFact fact(
            long seq, StepState state, Map<String, String> detail, @Nullable String code, long atMillis) {
        return new StepFact(seq, "-", "commit", "-", state, detail, code, code == null ? null : "text", atMillis);
    }

    private String states() {
        return value("select string_agg(step || ' ' || state, ', ' order by step) from step where step <> 'run'");
    }

    private String value(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).findOne())
                .orElse("");
    }
}
