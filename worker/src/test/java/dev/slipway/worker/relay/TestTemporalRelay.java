package dev.slipway.worker.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Outbox;
import dev.slipway.store.Waits;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.loop.Loop;
import dev.slipway.worker.testing.Await;
import dev.slipway.worker.testing.TemporalServer;
import dev.slipway.workflows.api.Queues;
import dev.slipway.workflows.api.RunInput;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestTemporalRelay {
    private static final String RUN = "run/shop/web/1";

    private TestingDatabase database;
    private TemporalServer temporal;
    private Relay relay;
    private Loop loop;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        temporal = new TemporalServer();
        temporal.environment().newWorker(Queues.MAIN).registerWorkflowImplementationTypes(ToldWorkflow.class);
        temporal.environment().start();
        relay = new Relay(
                database.worker(),
                TemporalSender.KINDS,
                new TemporalSender(temporal.client()),
                8,
                Duration.ofSeconds(5));
        loop = new Loop("relay", relay);
        relay.whenMore(loop::wake);
    }

    @AfterEach
    void close() {
        loop.close();
        relay.close();
        temporal.close();
        database.close();
    }

    @Test
    void startsAreNeverOvertakenAndFactsArriveInOrder() {
        database.worker().useTransaction(handle -> {
            start(handle, 1);
            for (int number = 1; number <= 5; number++) {
                Outbox.fact(handle, RUN, "fact-" + number);
            }
            Outbox.fact(handle, RUN, ToldWorkflow.LAST);
        });
        loop.wake();
        assertThat(result())
                .containsExactly("generation 1", "fact-1", "fact-2", "fact-3", "fact-4", "fact-5", ToldWorkflow.LAST);
    }

    @Test
    void theAnswerOfAWaitReachesTheWorkflowOnce() {
        database.worker().useTransaction(handle -> {
            start(handle, 1);
            Waits.open(
                    handle, ToldWorkflow.LAST, RUN, "task", ModelJson.mapper().createObjectNode(), null, null);
        });
        boolean first = answer("complete");
        boolean second = answer("failed");
        loop.wake();
        assertThat(result()).containsExactly("generation 1", ToldWorkflow.LAST);
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(value("select answer ->> 'outcome' from wait")).isEqualTo("complete");
        assertThat(value("select count(*) from outbox where kind = 'signal'")).isEqualTo("1");
    }

    @Test
    void aLateFactIsRecordedAndChangesNothing() {
        database.worker().useTransaction(handle -> {
            start(handle, 1);
            Outbox.fact(handle, RUN, ToldWorkflow.LAST);
        });
        loop.wake();
        assertThat(result()).hasSize(2);
        database.worker().useTransaction(handle -> Outbox.fact(handle, RUN, "late"));
        loop.wake();
        Await.until(
                "the fact is given up",
                () -> !value("select data ->> 'key' from event_intake where type = 'message.undelivered'")
                        .isEmpty());
        assertThat(value("select data ->> 'key' || ' ' || (data ->> 'text') || ' ' || project || ' ' || subject"
                        + " from event_intake where type = 'message.undelivered'"))
                .isEqualTo("signal/late late: the workflow is over shop " + RUN);
        assertThat(result()).hasSize(2);
    }

    @Test
    void aStartThatWasSentBeforeIsDoneAndTheNextGenerationIsAnExecutionOfItsOwn() {
        database.worker().useTransaction(handle -> start(handle, 1));
        loop.wake();
        Await.until("it runs", () -> value("select done_at::text from outbox").length() > 0);
        database.owner().useTransaction(handle -> handle.execute("update outbox set done_at = null, next_at = now()"));
        loop.wake();
        Await.until(
                "it is done again",
                () -> value("select done_at::text from outbox").length() > 0);
        database.worker().useTransaction(handle -> start(handle, 2));
        loop.wake();
        Await.until(
                "it waits for the first to end",
                () -> value("select last_error from outbox where key like '%/2'")
                        .contains("still ending"));
        database.worker().useTransaction(handle -> Outbox.fact(handle, RUN + "x", "unrelated"));
        temporal.client().newUntypedWorkflowStub(RUN).terminate("test");
        Await.until(
                "the second runs",
                () -> value("select done_at::text from outbox where key like '%/2'")
                                .length()
                        > 0);
        database.worker().useTransaction(handle -> Outbox.fact(handle, RUN, ToldWorkflow.LAST));
        loop.wake();
        assertThat(result()).containsExactly("generation 2", ToldWorkflow.LAST);
    }

    @Test
    void aCancelReachesTheWorkflow() {
        database.worker().useTransaction(handle -> {
            start(handle, 1);
            Outbox.add(
                    handle, "cancel", "cancel/" + RUN, RUN, ModelJson.mapper().createObjectNode());
        });
        loop.wake();
        Await.until(
                "it is cancelled",
                () -> !value("select done_at::text from outbox where kind = 'cancel'")
                        .isEmpty());
        WorkflowStub run = temporal.client().newUntypedWorkflowStub(RUN);
        Await.until(
                "it ended",
                () -> run.describe().getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
    }

    private static void start(Handle handle, int generation) {
        ObjectNode payload = ModelJson.mapper().createObjectNode();
        payload.put("workflowType", "PipelineRunWorkflow").put("summary", "a run");
        payload.set(
                "input", ModelJson.mapper().valueToTree(new RunInput("shop", "web", 1, generation, false, null, null)));
        payload.putObject("searchAttributes").put("Project", "shop").put("Status", "queued");
        Outbox.add(handle, "start", "start/" + RUN + "/" + generation, RUN, payload);
    }

    private boolean answer(String outcome) {
        return database.worker().inTransaction(handle -> Waits.answer(handle, ToldWorkflow.LAST, outcome, ""));
    }

    @SuppressWarnings("unchecked")
    private List<String> result() {
        Await.until(
                "everything is told",
                () -> value("select count(*) from outbox where done_at is null").equals("0"));
        return temporal.client().newUntypedWorkflowStub(RUN).getResult(List.class);
    }

    private String value(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).findOne())
                .orElse("");
    }
}
