package dev.slipway.test.replay;

import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.crash.Receiver;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionResult;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays the stories on a real stack and fetches the histories of their workflows, each by the name of its file. */
final class Stories implements AutoCloseable {
    private static final String PLAIN = """
            stages:
              - name: live
                environment: live
                jobs: [{name: web, file: web.job.yaml}]
            """;
    private static final String WHOLE = """
            tasks:
              - name: build
                driver: exec
                config: {command: /bin/sh, args: ["-c", "echo built"]}
                resources: {cpu: 100, memory: 32MiB}
            request:
              modules: [{name: net, source: ./infra}]
            stages:
              - name: live
                environment: live
                provision: {module: net}
                jobs: [{name: web, file: web.job.yaml}]
                handOver: [{system: scan, timeout: 5m, onFailure: fail}]
            """;

    private final RunningStack stack;
    private final Receiver receiver;
    private final TemporalConnection temporal;
    private final Map<String, String> histories = new LinkedHashMap<>();

    Stories(RunningStack stack, Receiver receiver) {
        this.stack = stack;
        this.receiver = receiver;
        this.temporal = new TemporalConnection(new TemporalSettings(
                "127.0.0.1:" + stack.installation().ports().temporal(),
                "default",
                stack.installation().temporalUiUrl()));
    }

    /** Plays one story; returns its histories, the run's first. */
    Map<String, String> play(Story story) {
        histories.clear();
        switch (story) {
            case SUCCESS -> success();
            case DENIED -> denied();
            case REVERTED -> reverted();
            case CANCELLED -> cancelled();
            case RETRIED -> retried();
            case REHEARSED -> rehearsed();
            case APPROVED -> approved();
            case SCHEDULED -> scheduled();
        }
        return Map.copyOf(histories);
    }

    @Override
    public void close() {
        temporal.close();
    }

    private void success() {
        TestingProject project = project(Story.SUCCESS, WHOLE);
        RunId run = project.run("everything");
        keep("success", run, require(project.awaitEnd(run), RunState.SUCCEEDED));
    }

    private void denied() {
        TestingProject project = project(Story.DENIED, PLAIN);
        project.jobFile(
                "web",
                MockJob.healthy("one")
                        .replace("driver: mock", "driver: docker")
                        .replace("config: {}", "config: {image: busybox}"));
        RunId run = project.run("an image without a digest");
        keep("denied", run, require(project.awaitEnd(run), RunState.FAILED));
    }

    private void reverted() {
        TestingProject project = project(Story.REVERTED, PLAIN);
        require(project.awaitEnd(project.run("well")), RunState.SUCCEEDED);
        project.jobFile("web", MockJob.unhealthy("two").replace("minHealthyTime: 0s", "minHealthyTime: 2s"));
        RunId run = project.run("not well");
        keep("reverted", run, require(project.awaitEnd(run), RunState.FAILED));
    }

    private void cancelled() {
        TestingProject project = project(Story.CANCELLED, guarded());
        RunId run = project.run("nobody wants it");
        project.awaitApproval(run, "live");
        project.cancel(run);
        keep("cancelled", run, require(project.awaitEnd(run), RunState.CANCELLED));
    }

    private void retried() {
        TestingProject project = project(Story.RETRIED, WHOLE);
        receiver.says("failed");
        RunId run = project.run("not clean at first");
        RunDetail first = require(project.awaitEnd(run), RunState.FAILED);
        keep("retried-run-1", run);
        receiver.says("passed");
        project.retry(run, null, null);
        RunDetail second = require(project.awaitEnd(run, first.run().generation() + 1), RunState.SUCCEEDED);
        keep("retried", run, second);
    }

    private void rehearsed() {
        TestingProject project = project(Story.REHEARSED, WHOLE);
        RunId run = project.start(project.repository().push("only to see"), true);
        keep("rehearsed", run, require(project.awaitEnd(run), RunState.SUCCEEDED));
    }

    private void approved() {
        TestingProject project = project(Story.APPROVED, guarded());
        RunId run = project.run("with a second pair of eyes");
        ApprovalView approval = project.awaitApproval(run, "live");
        project.approve(run, "live", approval.digest(), "lena");
        keep("approved", run, require(project.awaitEnd(run), RunState.SUCCEEDED));
    }

    private void scheduled() {
        TestingProject project =
                project(Story.SCHEDULED, "triggers: [{schedule: {cron: '0 3 * * *', timeZone: UTC}}]\n" + PLAIN);
        require(project.awaitEnd(project.run("every night")), RunState.SUCCEEDED);
        ScheduleHandle nightly =
                temporal.schedules().getHandle(ScheduleInput.scheduleId(project.name(), TestingProject.PIPELINE, 0));
        RunningStack.await("the schedule", 60, () -> triggered(nightly));
        String due = RunningStack.await("what is due", 60, () -> started(nightly));
        temporal.client().newUntypedWorkflowStub(due).getResult(String.class);
        histories.put("scheduled-run", history(due));
    }

    private static Optional<ScheduleHandle> triggered(ScheduleHandle schedule) {
        try {
            schedule.trigger();
            return Optional.of(schedule);
        } catch (ScheduleException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> started(ScheduleHandle schedule) {
        return schedule.describe().getInfo().getRecentActions().stream()
                .map(ScheduleActionResult::getAction)
                .filter(ScheduleActionExecutionStartWorkflow.class::isInstance)
                .map(ScheduleActionExecutionStartWorkflow.class::cast)
                .map(ScheduleActionExecutionStartWorkflow::getWorkflowId)
                .findFirst();
    }

    private static String guarded() {
        return PLAIN + "    approval: {minApprovals: 1, excludeInitiator: true}\n";
    }

    private TestingProject project(Story story, String pipeline) {
        String host = receiver.address();
        TestingProject project = TestingProject.create(stack, "story-" + story.text(), """
                systems: [{name: scan, url: "http://%s/scan", secret: key, await: callback}]
                outbound: {allowedHosts: ["%s"]}
                """.formatted(host, host));
        project.secret("key", "a-key-both-sides-know").environment("live", "class: staging");
        project.repository().write("infra/main.tf", "resource \"terraform_data\" \"net\" {\n  input = \"one\"\n}\n");
        return project.pipelineFile(pipeline).jobFile("web", MockJob.healthy("one"));
    }

    private static RunDetail require(RunDetail detail, RunState state) {
        if (detail.run().state() != state) {
            throw new AssertionError("the story went otherwise: " + detail);
        }
        return detail;
    }

    private void keep(String name, RunId run, RunDetail detail) {
        keep(name + "-run", run);
        List<DeploymentView> deployments = detail.deployments();
        for (int i = 0; i < deployments.size(); i++) {
            histories.put(
                    name + "-deploy-" + (i + 1), history(deployments.get(i).workflowId()));
        }
    }

    private void keep(String name, RunId run) {
        histories.put(name, history(run.workflowId()));
    }

    private String history(String workflowId) {
        return temporal.client().fetchHistory(workflowId).toJson(false);
    }
}
