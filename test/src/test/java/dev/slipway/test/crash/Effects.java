package dev.slipway.test.crash;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;

/** Everything a finished run did, counted where it was done: each thing once. */
final class Effects {
    private static final int LONGEST_SECONDS = 60;

    private final RunningStack stack;
    private final Database database;
    private final Receiver receiver;

    Effects(RunningStack stack, Database database, Receiver receiver) {
        this.stack = stack;
        this.database = database;
        this.receiver = receiver;
    }

    /** Fails with everything that did not happen exactly once. */
    void requireOnce(Scene scene, RunId run, String mark) {
        RunDetail detail = scene.project().detail(run);
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(detail.run().state()).as("%s", detail).isEqualTo(RunState.SUCCEEDED);
        softly.assertThat(detail.run().generation()).isOne();
        task(softly, run);
        infrastructure(softly, run);
        rollout(softly, scene, run, mark, detail);
        outside(softly, run);
        nothingOpen(softly, scene, run);
        softly.assertAll();
    }

    private void task(SoftAssertions softly, RunId run) {
        String job = "select key from job where wait_key like :run || '/%'";
        softly.assertThat(strings(job, run)).as("batch jobs").hasSize(1);
        List<String> allocations =
                strings("select cast(id as text) from allocation where job_key in (" + job + ")", run);
        softly.assertThat(allocations).as("placements of the task").hasSize(1);
        softly.assertThat(began(run)).as("starts of the task").isOne();
    }

    private long began(RunId run) {
        String query = """
                select convert_from(bytes, 'UTF8') from log_chunk c join allocation a on a.id = c.allocation_id
                    join job j on j.key = a.job_key
                where j.wait_key like :run || '/%' order by c.start_offset""";
        RunningStack.await(
                "the task's output arrives",
                LONGEST_SECONDS,
                () -> !strings(query, run).isEmpty());
        return String.join("", strings(query, run))
                .lines()
                .filter(line -> line.startsWith("began"))
                .count();
    }

    private void infrastructure(SoftAssertions softly, RunId run) {
        softly.assertThat(count("infra_plan where workflow_id = :run and applied_at is not null", run))
                .as("applied plans")
                .isOne();
        softly.assertThat(count("infra_plan where workflow_id = :run", run))
                .as("plans")
                .isOne();
        softly.assertThat(count("infra_state where written_by = :run", run))
                .as("writes of the state, that is applies")
                .isOne();
        String below = stack.installation().data("worker").toString();
        softly.assertThat(Machine.processesNaming(below))
                .as("programs of the worker")
                .isEmpty();
        softly.assertThat(count("infra_lock where owner = :run", run))
                .as("state locks")
                .isZero();
        softly.assertThat(strings("""
                        select stage || '/' || step || '/' || transition || ' ' || count(*) from transition
                        where workflow_id = :run group by stage, step, transition having count(*) > 1""", run)).as("transitions made twice").isEmpty();
    }

    private void rollout(SoftAssertions softly, Scene scene, RunId run, String mark, RunDetail detail) {
        softly.assertThat(count("job_version where created_by = :run", run))
                .as("job versions")
                .isOne();
        softly.assertThat(strings("select state from deployment where run_id = :run", run))
                .as("deployments")
                .containsExactly("successful");
        if (detail.deployments().isEmpty()) {
            return;
        }
        List<AllocationView> allocations =
                scene.allocations(detail.deployments().getFirst().version());
        softly.assertThat(allocations).extracting(AllocationView::group).containsExactlyInAnyOrder("web", "box");
        for (AllocationView allocation : allocations) {
            allocation
                    .tasks()
                    .forEach((task, state) -> softly.assertThat(state.restarts())
                            .as("restarts of %s: %s", task, state.events())
                            .isZero());
            if (allocation.group().equals("box")) {
                softly.assertThat(Machine.containers(allocation.id()))
                        .as("containers")
                        .hasSize(1);
            }
        }
        softly.assertThat(Machine.processes(mark))
                .as("processes of the service")
                .hasSize(1);
    }

    private void outside(SoftAssertions softly, RunId run) {
        String open = "outbox where key like '%' || :run || '/%' and done_at is null";
        RunningStack.await("everything is told", LONGEST_SECONDS, () -> count(open, run) == 0);
        List<Receiver.Message> told = receiver.about(run.workflowId());
        Map<String, List<Receiver.Message>> effects = told.stream()
                .collect(Collectors.groupingBy(message ->
                        message.path() + " " + message.json().path("state").asText()));
        softly.assertThat(effects.keySet()).contains("/status success", "/webhook succeeded", "/scan ");
        softly.assertThat(effects.keySet())
                .isSubsetOf("/status pending", "/status success", "/webhook succeeded", "/scan ");
        effects.forEach((effect, messages) -> {
            softly.assertThat(messages.stream().map(Receiver.Message::id).distinct())
                    .as("keys of %s", effect)
                    .hasSize(1);
            softly.assertThat(messages.stream().map(Receiver.Message::body).distinct())
                    .as("bodies of %s", effect)
                    .hasSize(1);
        });
        softly.assertThat(count("outbox where key like '%' || :run || '/%' and last_error like 'given up%'", run))
                .isZero();
    }

    private void nothingOpen(SoftAssertions softly, Scene scene, RunId run) {
        softly.assertThat(count("wait where workflow_id = :run and answered_at is null", run))
                .as("waits")
                .isZero();
        softly.assertThat(count("lock_ticket where owner = :run and released_at is null", run))
                .as("locks")
                .isZero();
        RunningStack.await(
                "the end is published",
                LONGEST_SECONDS,
                () -> count("event where subject = :run and type = 'run.finished'", run) > 0);
        softly.assertThat(count("event where subject = :run and type = 'run.finished'", run))
                .as("ends")
                .isOne();
        softly.assertThat(strings("""
                        select stage || '/' || step || '/' || item || ' ' || state from step
                        where workflow_id = :run and step <> 'run' and state not in ('succeeded', 'skipped')""", run)).as("steps of %s", scene.job()).isEmpty();
    }

    private long count(String rest, RunId run) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + rest)
                        .bind("run", run.workflowId())
                        .mapTo(Long.class)
                        .one());
    }

    private List<String> strings(String query, RunId run) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query)
                        .bind("run", run.workflowId())
                        .mapTo(String.class)
                        .list());
    }
}
