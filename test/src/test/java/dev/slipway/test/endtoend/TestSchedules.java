package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.SchedulesView;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.files.Cron;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import dev.slipway.worker.temporal.PipelineSchedules;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline is started by the clock as the tip of its default ref wants it. */
@Timeout(300)
final class TestSchedules {
    private static final String PIPELINE = """
            triggers: [%s]
            stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
            """;
    private static final String NIGHTLY = "{schedule: {cron: '0 3 * * mon-fri', timeZone: Europe/Oslo}}";

    private static RunningStack stack;
    private static TemporalConnection temporal;
    private static ScheduleClient schedules;
    private static Rows rows;

    @BeforeAll
    static void prepare() {
        stack = RunningStack.shared();
        rows = new Rows(stack);
        temporal = new TemporalConnection(
                new TemporalSettings("127.0.0.1:" + stack.installation().ports().temporal(), "default", ""));
        schedules = temporal.schedules();
    }

    @AfterAll
    static void close() {
        temporal.close();
        rows.close();
    }

    @Test
    void theTipOfTheDefaultRefMakesAndRemovesSchedulesAndEachTimeMakesOneRun() {
        TestingProject project = TestingProject.create(stack, "schedules").environment("staging", "class: staging");
        project.pipeline("protectedRefs: [refs/heads/main, refs/heads/other]");
        project.pipelineFile(PIPELINE.formatted(NIGHTLY.replace("0 3", "0 4"))).jobFile("web", MockJob.healthy("one"));
        String elsewhere = project.repository().pushTo("other", "not the default ref");
        RunId other = project.startAs("ci", StartRun.request("refs/heads/other", elsewhere, false, List.of()));
        assertThat(project.awaitEnd(other).run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(describe("schedules", 0)).isEmpty();

        project.pipelineFile(PIPELINE.formatted(NIGHTLY));
        String tip = project.repository().push("every night");
        assertThat(project.awaitEnd(project.start(tip)).run().state()).isEqualTo(RunState.SUCCEEDED);
        ScheduleDescription made = RunningStack.await("the schedule", 60, () -> describe("schedules", 0));
        assertThat(made.getInfo().getNextActionTimes())
                .allSatisfy(
                        time -> assertThat(time.atZone(ZoneId.of("Europe/Oslo")).getHour())
                                .isEqualTo(3));

        ProcessHandle api = stack.process("api");
        stack.signal("api", "KILL");
        api.onExit().join();
        schedules
                .getHandle(ScheduleInput.scheduleId("schedules", TestingProject.PIPELINE, 0))
                .trigger();
        String id = RunningStack.await(
                "the run that is due", 120, () -> rows.texts("""
                        select id from run where project = 'schedules' and trigger = 'schedule'""").stream().findFirst());
        RunDetail due = project.awaitEnd(RunId.ofWorkflowId(id));
        assertThat(due.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(due.run().trigger()).isEqualTo(RunTrigger.SCHEDULE);
        assertThat(due.run().commit()).isEqualTo(tip);
        assertThat(due.run().principalName()).isEqualTo("schedule/schedules/app");
        assertThat(rows.texts("select issuer || '#' || subject from receipt where run_id = ?", id))
                .containsExactly("slipway#schedule/schedules/app");

        SchedulesView seen = seen(project);
        assertThat(seen.commit()).isEqualTo(tip);
        assertThat(seen.lastRun()).isEqualTo(due.run());
        assertThat(seen.schedules()).singleElement().satisfies(one -> {
            assertThat(one.cron()).isEqualTo("0 3 * * mon-fri");
            assertThat(one.next()).isEqualTo(made.getInfo().getNextActionTimes().subList(0, 3));
        });

        project.pipelineFile(PIPELINE.formatted("{push: {}}"));
        assertThat(project.awaitEnd(project.run("no more nights")).run().state())
                .isEqualTo(RunState.SUCCEEDED);
        RunningStack.await(
                "the schedule's end", 60, () -> describe("schedules", 0).isEmpty());
        assertThat(seen(project).schedules()).isEmpty();
        assertThat(rows.count("select count(*) from run where project = 'schedules' and trigger = 'schedule'"))
                .isOne();
    }

    @Test
    void operatorsMayForbidThem() {
        TestingProject project = TestingProject.create(stack, "forbidden").environment("staging", "class: staging");
        project.pipelineFile(PIPELINE.formatted(NIGHTLY)).jobFile("web", MockJob.healthy("one"));
        project.awaitEnd(project.run("every night"));
        RunningStack.await("the schedule", 60, () -> describe("forbidden", 0));

        project.pipeline("schedules: false");
        RunningStack.await(
                "the schedule's end", 90, () -> describe("forbidden", 0).isEmpty());
    }

    @Test
    void whatTheFileMaySayTheServerUnderstands() {
        PipelineSchedules made = new PipelineSchedules(schedules);
        List<String> expressions = List.of(
                "* * * * *",
                "*/15 8-18 * * mon-fri",
                "0,30 0/6 1 JAN,Jul *",
                "59 23 31 12 *",
                "5-50/5 * 1-15,20 * *",
                "00 03 * * 0",
                "0 12 29 2 *",
                "7/20 1 * feb-apr SAT,sun");
        List<ScheduleInput> inputs = expressions.stream()
                .map(cron -> new ScheduleInput("crons", "app", expressions.indexOf(cron), cron, "America/New_York"))
                .toList();
        made.settle("crons", "app", inputs);
        made.settle("crons", "app", inputs);
        for (ScheduleInput input : inputs) {
            List<Instant> next =
                    describe("crons", input.index()).orElseThrow().getInfo().getNextActionTimes();
            assertThat(Cron.of(input.cron())
                            .next(ZoneId.of(input.timeZone()), next.getFirst().minusSeconds(1), next.size()))
                    .as(input.cron())
                    .isEqualTo(next);
        }
        made.settle("crons", "app", List.of());
        assertThat(describe("crons", 0)).isEmpty();
    }

    private static SchedulesView seen(TestingProject project) {
        try (SlipwayClient dora = stack.as("dora")) {
            return dora.registry().schedules(project.name(), TestingProject.PIPELINE);
        }
    }

    private static Optional<ScheduleDescription> describe(String project, int index) {
        try {
            return Optional.of(schedules
                    .getHandle(ScheduleInput.scheduleId(project, TestingProject.PIPELINE, index))
                    .describe());
        } catch (ScheduleException e) {
            assertThat(e).hasStackTraceContaining("NOT_FOUND");
            return Optional.empty();
        }
    }
}
