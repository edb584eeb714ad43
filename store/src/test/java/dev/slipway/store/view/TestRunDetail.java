package dev.slipway.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.store.run.SampleRows;
import dev.slipway.store.run.StepRow;
import dev.slipway.store.run.Steps;
import dev.slipway.store.testing.TestingDatabase;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class TestRunDetail {
    private static final int LOOKS = 100;

    @Test
    void aRunSaysTheSameAsItsSteps() throws Exception {
        try (TestingDatabase database = TestingDatabase.create();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SampleRows.insert(database);
            AtomicBoolean over = new AtomicBoolean();
            Future<Integer> facts = threads.submit(() -> waitAndGoOn(database, over));
            RunViews views = new RunViews(database.api(), "");
            try {
                for (int look = 0; look < LOOKS; look++) {
                    RunDetail seen = views.detail(SampleRows.RUN).orElseThrow();
                    boolean queued = seen.steps().stream().anyMatch(step -> step.state() == StepState.QUEUED);
                    assertThat(seen.run().state() == RunState.WAITING).isEqualTo(queued);
                }
            } finally {
                over.set(true);
            }
            assertThat(facts.get()).isGreaterThan(2);
        }
    }

    /** The step queues and the run waits, then both go on, each time in one statement. */
    private static int waitAndGoOn(TestingDatabase database, AtomicBoolean over) {
        int count = 0;
        while (!over.get()) {
            count++;
            boolean waits = count % 2 == 1;
            List<StepRow> rows = List.of(
                    row("only", "request", waits ? StepState.QUEUED : StepState.RUNNING, count),
                    row("-", StepRow.RUN, waits ? StepState.WAITING : StepState.RUNNING, count));
            database.worker().useTransaction(handle -> Steps.write(handle, SampleRows.RUN, 1, rows));
        }
        return count;
    }

    private static StepRow row(String stage, String step, StepState state, long seq) {
        return new StepRow(stage, step, "-", state, seq, ModelJson.mapper().createObjectNode(), null, null, null, null);
    }
}
