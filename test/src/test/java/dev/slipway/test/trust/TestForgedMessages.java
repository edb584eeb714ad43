package dev.slipway.test.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.Rows;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.PipelineRunWorkflow;
import dev.slipway.workflows.api.TemporalSettings;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages that reach workflows around the API carry no authority, and each is recorded as an event. */
final class TestForgedMessages {
    private static final List<String> KINDS = List.of("approve", "skip", "promote");
    private static final List<String> UNKNOWN = List.of(
            "signal approve", "signal skip", "signal promote", "update approve", "update skip", "update promote");
    private static final String PIPELINE = """
            stages:
              - name: production
                environment: production
                approval: {minApprovals: 1}
                jobs: [{name: web, file: web.job.yaml}]
            """;

    private static TestingProject project;
    private static TemporalConnection temporal;
    private static Rows rows;

    @BeforeAll
    static void prepare() {
        RunningStack stack = RunningStack.shared();
        project = TestingProject.create(stack, "forged").environment("production", "class: staging");
        project.pipelineFile(PIPELINE).jobFile("web", MockJob.healthy("one"));
        temporal = new TemporalConnection(
                new TemporalSettings("127.0.0.1:" + stack.installation().ports().temporal(), "default", ""));
        rows = new Rows(stack);
    }

    @AfterAll
    static void close() {
        rows.close();
        temporal.close();
    }

    @Test
    void messagesToARunChangeNothingAndAreRecorded() {
        String foreign = approvalOfAnotherRun();
        RunId run = project.run("forged messages");
        ApprovalView approval = project.awaitApproval(run, "production");
        List<String> actions = List.of(
                UUID.randomUUID().toString(),
                "approve",
                "skip/request",
                foreign,
                copyOfAnAction(foreign, run, approval),
                unsignedAction(run, approval, "skip"),
                unsignedAction(run, approval, "promote"),
                unsignedAction(run, approval, "approve"));
        actions.forEach(typed(run)::act);
        List<String> hints = sendFacts(run);
        sendUnknownKinds(temporal.client().newUntypedWorkflowStub(run.workflowId()));

        awaitRefused(run.workflowId(), actions);
        awaitRefused(run.workflowId(), hints);
        awaitRefused(run.workflowId(), UNKNOWN);
        assertUntouched(run);

        project.approve(run, "production", approval.digest(), "olivia");
        assertThat(project.awaitEnd(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void messagesToARolloutDoNotPromoteIt() {
        project.jobFile("web", MockJob.healthy("slow").replace("minHealthyTime: 0s", "minHealthyTime: 4s"));
        RunId run = project.run("slow to become healthy");
        ApprovalView approval = project.awaitApproval(run, "production");
        project.approve(run, "production", approval.digest(), "lena");
        RunDetail seen = project.await(
                run,
                "rolls out",
                detail -> !detail.deployments().isEmpty()
                        && detail.deployments().getFirst().state() == DeploymentState.RUNNING);
        DeploymentView deployment = seen.deployments().getFirst();
        WorkflowStub workflow = temporal.client().newUntypedWorkflowStub(deployment.workflowId());
        workflow.signal("fact", new Fact("made/up"));
        sendUnknownKinds(workflow);

        awaitRefused(deployment.workflowId(), List.of("made/up"));
        awaitRefused(deployment.workflowId(), UNKNOWN);
        assertThat(rows.texts(
                        "select state from deployment where workflow_id = ? and finished_at < created_at + interval '4s'",
                        deployment.workflowId()))
                .isEmpty();
        assertThat(project.awaitEnd(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    }

    private static void assertUntouched(RunId run) {
        RunDetail after = project.detail(run);
        assertThat(after.run().state()).isEqualTo(RunState.WAITING);
        assertThat(TestingProject.step(after, "production", "request", "-")
                        .orElseThrow()
                        .state())
                .isEqualTo(StepState.WAITING);
        assertThat(after.approvals()).singleElement().satisfies(open -> {
            assertThat(open.open()).isTrue();
            assertThat(open.given()).isEmpty();
        });
        assertThat(after.deployments()).isEmpty();
        assertThat(rows.count(
                        "select count(*) from action where workflow_id = ? and used_at is not null", run.workflowId()))
                .isZero();
    }

    /** Signals of the kind the relay sends, some with an answer that somebody made up. */
    private static List<String> sendFacts(RunId run) {
        String approval = run.workflowId() + "/1/production/request/approval";
        String job = run.workflowId() + "/1/production/job/web";
        String action = UUID.randomUUID().toString();
        typed(run).fact(new Fact(approval));
        typed(run).fact(new Fact(Fact.ACTION + action));
        temporal.client()
                .newUntypedWorkflowStub(run.workflowId())
                .signal("fact", Map.of("key", job, "outcome", "healthy", "answer", Map.of("outcome", "approved")));
        return List.of(action, job);
    }

    private static void sendUnknownKinds(WorkflowStub workflow) {
        for (String kind : KINDS) {
            workflow.signal(kind, "production");
            assertThatThrownBy(() -> workflow.update(kind, String.class, "production"))
                    .isInstanceOf(WorkflowUpdateException.class)
                    .hasStackTraceContaining("there is no update " + kind);
        }
    }

    private static String approvalOfAnotherRun() {
        RunId other = project.run("the other run");
        ApprovalView approval = project.awaitApproval(other, "production");
        project.approve(other, "production", approval.digest(), "lena");
        assertThat(project.awaitEnd(other).run().state()).isEqualTo(RunState.SUCCEEDED);
        return rows.texts("select id::text from action where workflow_id = ?", other.workflowId())
                .getFirst();
    }

    /** A row made to look as if the signature of another action were about this run. */
    private static String copyOfAnAction(String action, RunId run, ApprovalView approval) {
        String id = UUID.randomUUID().toString();
        int copied = rows.change(
                """
                insert into action (id, workflow_id, generation, stage, kind, principal, principal_name, groups,
                    reason, target, nonce, decision_id, signature, created_at, expires_at)
                select ?::uuid, ?, generation, stage, kind, principal, principal_name, groups,
                    reason, ?, ?, decision_id, signature, created_at, expires_at
                from action where id = ?::uuid""", id, run.workflowId(), approval.digest(), UUID.randomUUID().toString(), action);
        assertThat(copied).isOne();
        return id;
    }

    private static String unsignedAction(RunId run, ApprovalView approval, String kind) {
        String id = UUID.randomUUID().toString();
        rows.change(
                """
                insert into action (id, workflow_id, generation, stage, kind, principal, principal_name, target, nonce,
                    decision_id, signature, created_at, expires_at)
                values (?::uuid, ?, 1, 'production', ?, 'nobody#nobody', 'Nobody', ?, ?, 'none', 'bm9uZQ==', now(),
                    now() + interval '1 hour')""",
                id,
                run.workflowId(),
                kind,
                approval.digest(),
                UUID.randomUUID().toString());
        return id;
    }

    /** What was recorded as refused: ids of actions, keys of hints, names of messages. */
    private static List<String> refused(String workflowId) {
        return rows.texts("""
                select coalesce(data ->> 'action', data ->> 'hint') from event
                where type = 'message.refused' and subject = ?""", workflowId);
    }

    private static void awaitRefused(String workflowId, List<String> sent) {
        RunningStack.await("recording of " + sent, 30, () -> refused(workflowId).containsAll(sent));
    }

    private static PipelineRunWorkflow typed(RunId run) {
        return temporal.client().newWorkflowStub(PipelineRunWorkflow.class, run.workflowId());
    }
}
