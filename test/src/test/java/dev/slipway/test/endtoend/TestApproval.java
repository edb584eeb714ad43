package dev.slipway.test.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.client.ApiException;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.test.stack.MockJob;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Approvals: by the right people, of exactly what is about to happen. */
final class TestApproval {
    private static final String PIPELINE = """
            stages:
              - name: production
                environment: production
                approval: %s
                jobs: [{name: web, file: web.job.yaml}]
            """;
    private static final String GUARDED = """
            class: staging
            guards:
              approval: {minApprovals: 1, excludeInitiator: true, rules: [{claim: groups, value: leads, count: 1, required: true}]}
            """;
    private static final String LABELLED = "class: staging\nvariables: {label: %s}";

    private static RunningStack stack;
    private static TestingProject project;

    @BeforeAll
    static void prepare() {
        stack = RunningStack.shared();
        project = TestingProject.create(stack, "approval").environment("production", GUARDED);
        project.pipelineFile(PIPELINE.formatted("{minApprovals: 1}")).jobFile("web", MockJob.healthy("one"));
    }

    @Test
    void ofAnotherDigestOrByAnotherGroupIsRefused() {
        RunId run = project.run("other digest");
        ApprovalView approval = project.awaitApproval(run, "production");
        assertRefused(ErrorCode.CONFLICT, run, "sha256:" + "0".repeat(64), "lena");
        assertRefused(ErrorCode.POLICY_DENIED, run, approval.digest(), "dora");
        assertThat(project.detail(run).run().state()).isEqualTo(RunState.WAITING);

        try (SlipwayClient lena = stack.as("lena")) {
            lena.runs().reject(run, "production", approval.digest(), "not today");
        }
        RunDetail end = project.awaitEnd(run);
        assertThat(end.run().failureCode()).isEqualTo("APPROVAL_REJECTED");
        assertThat(end.run().failureMessage()).contains("Lena Lead", "not today");
        assertThat(end.deployments()).isEmpty();
    }

    @Test
    void ofOnesOwnRunIsRefused() {
        RunId run = project.startAs("lena", project.repository().push("started by Lena"), false);
        ApprovalView approval = project.awaitApproval(run, "production");
        assertRefused(ErrorCode.POLICY_DENIED, run, approval.digest(), "lena");
        project.cancel(run);
        assertThat(project.awaitEnd(run).run().state()).isEqualTo(RunState.CANCELLED);
    }

    /** Here only the file asks for another person: policy lets the approval in, and it does not count. */
    @Test
    void ofOnesOwnRunDoesNotCountEvenWhenItIsStored() {
        TestingProject open = TestingProject.create(stack, "approval-open").environment("production", "class: staging");
        open.pipelineFile(PIPELINE.formatted("{minApprovals: 1, excludeInitiator: true}"))
                .jobFile("web", MockJob.healthy("one"));
        RunId run = open.startAs("lena", open.repository().push("started by Lena"), false);
        ApprovalView approval = open.awaitApproval(run, "production");
        open.approve(run, "production", approval.digest(), "lena");
        open.await(
                run,
                "has used Lena's approval",
                detail -> detail.approvals().stream()
                        .anyMatch(seen -> seen.given().contains("Lena Lead")));
        assertThat(open.detail(run).run().state()).isEqualTo(RunState.WAITING);

        open.approve(run, "production", approval.digest(), "olivia");
        assertThat(open.awaitEnd(run).run().state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void isVoidWhenWhatWasApprovedIsNoLongerWhatWouldHappen() {
        TestingProject moving = TestingProject.create(stack, "approval-moving");
        moving.environment("production", LABELLED.formatted("before"));
        moving.pipelineFile(PIPELINE.formatted("{minApprovals: 1}"))
                .jobFile("web", "variables: {label: {type: string}}\n" + MockJob.healthy("\"${var.label}\""));
        String commit = moving.repository().push("one");
        RunId waiting = moving.start(commit);
        ApprovalView first = moving.awaitApproval(waiting, "production");

        RunId overtaking = moving.start(commit);
        moving.approve(
                overtaking,
                "production",
                moving.awaitApproval(overtaking, "production").digest(),
                "lena");
        assertThat(moving.awaitEnd(overtaking).run().state()).isEqualTo(RunState.SUCCEEDED);
        moving.environment("production", LABELLED.formatted("after"));

        moving.approve(waiting, "production", first.digest(), "lena");
        RunDetail asked = moving.await(
                waiting,
                "asks again",
                detail -> detail.approvals().stream()
                        .anyMatch(seen -> seen.open() && !seen.digest().equals(first.digest())));
        assertThat(asked.deployments()).isEmpty();
        ApprovalView second = moving.awaitApproval(waiting, "production");
        assertThat(second.given()).isEmpty();
        moving.approve(waiting, "production", second.digest(), "lena");
        assertThat(moving.awaitEnd(waiting).run().state()).isEqualTo(RunState.SUCCEEDED);
    }

    private static void assertRefused(ErrorCode code, RunId run, String digest, String person) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> project.approve(run, "production", digest, person))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
