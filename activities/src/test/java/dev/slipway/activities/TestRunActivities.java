package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.model.RunState;
import dev.slipway.model.api.StartRun;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.LockGrant;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.RunRef;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRunActivities {
    private static final RunOutcome SUCCEEDED = new RunOutcome(RunState.SUCCEEDED, null, null, null, null);

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyStepDoneTwiceIsDoneOnce() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        RunRef run = input.ref();
        bench.begin(input);
        CommitResult commit = bench.begin(input);
        assertThat(commit.plan().stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.approvalMillis()).isZero());
        LockGrant lock = bench.run.lock(run, "staging", "staging", "lock-1");
        assertThat(lock.granted()).isTrue();
        assertThat(bench.run.lock(run, "staging", "staging", "lock-1")).isEqualTo(lock);
        RequestResult request = bench.request(run, commit, "staging");
        assertThat(bench.request(run, commit, "staging")).isEqualTo(request);
        ConfigureResult configured = bench.run.configure(run, "staging", request);
        assertThat(bench.run.configure(run, "staging", request)).isEqualTo(configured);
        DeploymentInput rollout = configured.deployments().getFirst();
        String wait = bench.deployment.open(rollout).key();
        assertThat(bench.deployment.open(rollout).key()).isEqualTo(wait);
        bench.answer(wait, "healthy");
        assertThat(bench.deployment.answer(rollout.workflowId(), wait, true))
                .isEqualTo(new Answer(true, "healthy", "healthy it is"));
        assertThat(bench.deployment.complete(rollout)).isEqualTo(bench.deployment.complete(rollout));
        bench.run.unlock(run, "staging", "staging");
        bench.run.unlock(run, "staging", "staging");
        bench.run.finish(run, SUCCEEDED);
        bench.run.finish(run, new RunOutcome(RunState.FAILED, "INTERNAL_ERROR", "late", null, null));

        assertThat(bench.value("select state from run")).isEqualTo("succeeded");
        assertThat(bench.value("select desired_version || ' ' || stable_version from job"))
                .isEqualTo("1 1");
        assertThat(bench.value("select count(*) from deployment")).isEqualTo("1");
        assertThat(bench.value("select string_agg(question || allowed, ' ' order by decided_at) from decision"))
                .isEqualTo("authorisetrue admissiontrue");
        assertThat(bench.value("select string_agg(transition, ' ' order by id) from transition"))
                .isEqualTo("authorise admit");
        assertThat(bench.outbox("webhook")).singleElement().satisfies(message -> {
            assertThat(message.path("secretName").asText()).isEqualTo("hook-key");
            assertThat(message.path("body").path("state").asText()).isEqualTo("succeeded");
        });
        assertThat(bench.outbox("commit-status"))
                .extracting(message -> message.path("body").path("state").asText())
                .containsExactly("pending", "success");
        assertThat(bench.value("select count(*) from event_intake where type = 'run.finished'"))
                .isEqualTo("1");
        assertThat(bench.value("select count(*) from lock_ticket where released_at is null"))
                .isEqualTo("0");
    }

    @Test
    void aJobThatBreaksPolicyIsDeniedWithRuleAndReason() throws Exception {
        Map<String, String> files = Samples.files();
        files.put(
                "web.job.yaml",
                Samples.JOB
                        .replace("driver: mock", "driver: raw-exec")
                        .replace("{runFor: 1h}", "{command: /bin/true}"));
        RunInput input = bench.accept(files, false);
        CommitResult commit = bench.begin(input);
        assertThatThrownBy(() -> bench.request(input.ref(), commit, "staging"))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo("POLICY_DENIED");
                    assertThat(failure.isNonRetryable()).isTrue();
                    assertThat(failure.getOriginalMessage()).contains("raw-exec");
                });
        assertThat(bench.value("select count(*) from decision where question = 'admission' and not allowed"))
                .isEqualTo("1");
        assertThat(bench.value("select count(*) from transition")).isEqualTo("1");
    }

    @Test
    void aFileThatWeakensAGuardIsRefusedByName() throws Exception {
        RunInput input = bench.accept(Samples.with(Samples.pipeline("""
                - name: production
                  environment: production
                  approval: {minApprovals: 0}
                  jobs: [{name: web, file: ./web.job.yaml}]
                  rollout: {autoRevert: false}
                """)), false);
        assertThatThrownBy(() -> bench.begin(input))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("GUARD_WEAKENED"))
                .rootCause()
                .hasMessageContaining("minApprovals")
                .hasMessageContaining("autoRevert");
    }

    @Test
    void everyErrorOfAFileIsToldAtOnceWithItsPlace() throws Exception {
        Map<String, String> files =
                Samples.with(Samples.PIPELINE.replace("environment: staging", "enviroment: staging"));
        RunInput input = bench.accept(files, false);
        assertThatThrownBy(() -> bench.begin(input))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("PIPELINE_INVALID"))
                .rootCause()
                .hasMessageContaining("environment")
                .hasMessageContaining("7:");
    }

    @Test
    void aRefNobodyProtectsIsRefused() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        bench.run.begin(input);
        assertThatThrownBy(() -> bench.commits.commit(input.ref(), "refs/heads/feature", "a".repeat(40)))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("REF_NOT_PROTECTED"));
    }

    @Test
    void nothingIsConfiguredWithoutAnAllowOfItsOwn() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        RunRef run = input.ref();
        RequestResult request = bench.request(run, bench.begin(input), "staging");
        assertThatThrownBy(() -> bench.run.configure(
                        run, "staging", new RequestResult("sha256:other", Map.of(), request.decisionId(), "")))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("CONFIGURE_CONFLICT"));
        bench.database.owner().useTransaction(handle -> handle.execute("""
                update step_result set result = jsonb_set(result, '{decisionId}', '"made-up"') where step = 'request'"""));
        assertThatThrownBy(() -> bench.run.configure(run, "staging", request))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("TRANSITION_REFUSED"));
        assertThat(bench.value("select count(*) from deployment")).isEqualTo("0");
    }

    @Test
    void anArtifactHandedOverByDigestMustBeThere() throws Exception {
        Map<String, String> files = Samples.with(Samples.PIPELINE.replace(
                "  stages:\n", "  request: {artifacts: [{name: site, from: trigger}]}\n  stages:\n"));
        files.put(
                "web.job.yaml",
                Samples.JOB.replace(
                        "config: {runFor: 1h}",
                        "config: {runFor: 1h}\n          artifacts: [{digest: \"${artifact.site.digest}\"}]"));
        byte[] content = Bench.bytes("a site");
        Digest digest = Digest.of(content);
        StartRun.HandedArtifact site = new StartRun.HandedArtifact("site", "artifact:" + digest, digest);

        RunInput missing = bench.accept(files, false);
        CommitResult first = bench.begin(missing);
        assertThatThrownBy(() -> bench.request(missing.ref(), first, "staging"))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("ARTIFACT_MISSING"));

        RunInput handed = bench.accept(files, false, site);
        CommitResult second = bench.begin(handed);
        assertThatThrownBy(() -> bench.request(handed.ref(), second, "staging"))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("ARTIFACT_MISSING"));
        bench.artifacts.put(new ByteArrayInputStream(content));
        RequestResult request = bench.request(handed.ref(), second, "staging");
        assertThat(bench.value("select result::text from step_result where step = 'request'"))
                .contains(digest.value());
        assertThat(request.summary()).contains("first version");
    }

    @Test
    void aJobMayNotNameASecretTheProjectLacks() throws Exception {
        Map<String, String> files = Samples.files();
        files.put("web.job.yaml", Samples.JOB + "          secrets: [{name: db-password, env: PASSWORD}]\n");
        RunInput input = bench.accept(files, false);
        RequestResult request = bench.request(input.ref(), bench.begin(input), "staging");
        assertThatThrownBy(() -> bench.run.configure(input.ref(), "staging", request))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("CONFIGURE_CONFLICT"));
        bench.secret("db-password", "hidden-value");
        assertThat(bench.run.configure(input.ref(), "staging", request).deployments())
                .hasSize(1);
    }

    @Test
    void aContendedLockIsGivenToTheNextInLine() throws Exception {
        RunInput first = bench.accept(Samples.files(), false);
        RunInput second = bench.accept(Samples.files(), false);
        bench.begin(first);
        bench.begin(second);
        bench.run.lock(first.ref(), "staging", "staging", "lock-1");
        LockGrant waits = bench.run.lock(second.ref(), "staging", "staging", "lock-1");
        assertThat(waits.granted()).isFalse();
        assertThat(waits.holder()).isEqualTo(first.ref().workflowId());
        assertThat(bench.value("select target || (payload ->> 'args') from outbox where key like 'lock/%'"))
                .isEqualTo("env/shop/stagingweb");
        assertThat(bench.environment.grantNext("shop", "staging", "web")).isEqualTo(1);
        bench.run.finish(first.ref(), new RunOutcome(RunState.CANCELLED, "CANCELLED", "by ann", null, null));
        assertThat(bench.run
                        .answer(second.ref().workflowId(), waits.waitKey(), true)
                        .outcome())
                .isEqualTo("granted");
        assertThat(bench.run.lock(second.ref(), "staging", "staging", "lock-1").granted())
                .isTrue();
        assertThat(bench.environment.grantNext("shop", "staging", "web")).isZero();
    }

    /** The server can lose the end of a workflow, which then does its last part again. */
    @Test
    void whatAnEndedExecutionDoesAgainHasNoEffect() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        RunRef run = input.ref();
        CommitResult commit = bench.begin(input);
        bench.run.lock(run, "staging", "staging", "lock-1");
        bench.run.finish(run, new RunOutcome(RunState.FAILED, "POLICY_UNAVAILABLE", "no answer", "staging", "request"));
        assertThatThrownBy(() -> bench.run.lock(run, "staging", "staging", "lock-1"))
                .hasMessageContaining("is over or superseded");
        assertThatThrownBy(() -> bench.request(run, commit, "staging")).hasMessageContaining("is over or superseded");
        bench.run.finish(run, new RunOutcome(RunState.FAILED, "TRANSITION_REFUSED", "over", "staging", "request"));
        assertThat(bench.value("select failure_code from run")).isEqualTo("POLICY_UNAVAILABLE");
        assertThat(bench.value("select count(*) from lock_ticket where released_at is null"))
                .isEqualTo("0");
    }

    @Test
    void aBaseThatMovedMakesTheRequestStale() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        RunInput other = bench.accept(Samples.files(), false);
        RequestResult request = bench.request(input.ref(), bench.begin(input), "staging");
        assertThat(bench.run.fresh(input.ref(), "staging", request)).isTrue();
        RequestResult overtaking = bench.request(other.ref(), bench.begin(other), "staging");
        DeploymentInput rollout = bench.run
                .configure(other.ref(), "staging", overtaking)
                .deployments()
                .getFirst();
        bench.deployment.open(rollout);
        bench.deployment.complete(rollout);
        assertThat(bench.run.fresh(input.ref(), "staging", request)).isFalse();
    }

    @Test
    void aDryRunTellsNobody() throws Exception {
        RunInput input = bench.accept(Samples.files(), true);
        bench.request(input.ref(), bench.begin(input), "staging");
        bench.run.finish(input.ref(), SUCCEEDED);
        assertThat(bench.outbox("commit-status")).isEmpty();
        assertThat(bench.outbox("webhook")).isEmpty();
        assertThat(bench.value("select count(*) from job")).isEqualTo("0");
    }

    @Test
    void aRunWhoseFilesNeverCouldBeReadStillEnds() throws Exception {
        RunInput input = bench.accept(Map.of("readme", "no pipeline here"), false);
        assertThatThrownBy(() -> bench.begin(input))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("PIPELINE_INVALID"));
        bench.run.finish(input.ref(), new RunOutcome(RunState.FAILED, "PIPELINE_INVALID", "no file", null, "commit"));
        assertThat(bench.outbox("commit-status"))
                .extracting(message -> message.path("body").path("state").asText())
                .containsExactly("pending", "failure");
    }

    @Test
    void aLabelOfItsOwnIsPendingToo() throws Exception {
        Map<String, String> files =
                Samples.with(Samples.PIPELINE.replace("respond: {", "respond: {commitStatus: {context: ci/deploy}, "));
        RunInput input = bench.accept(files, false);
        bench.begin(input);
        RunOutcome failed = new RunOutcome(RunState.FAILED, "TASK_FAILED", "no", null, null);
        bench.database.owner().useTransaction(handle -> handle.execute("update outbox set attempts = 1"));
        bench.run.finish(input.ref(), failed);
        bench.database
                .owner()
                .useTransaction(handle -> handle.execute("update run set generation = 2, state = 'queued'"));
        bench.run.begin(new RunInput("shop", "web", input.number(), 2, false, "staging", "job"));
        assertThat(bench.outbox("commit-status"))
                .extracting(message -> message.path("body"))
                .extracting(body -> body.path("context").asText() + " "
                        + body.path("generation").asText() + " "
                        + body.path("state").asText())
                .containsExactly(
                        "slipway/web 1 pending",
                        "ci/deploy 1 pending",
                        "slipway/web 1 failure",
                        "ci/deploy 1 failure",
                        "slipway/web 2 pending",
                        "ci/deploy 2 pending");
    }

    @Test
    void aRetryFindsWhatWasDoneUnderTheGuardsOfToday() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        bench.begin(input);
        bench.run.finish(input.ref(), new RunOutcome(RunState.FAILED, "TASK_FAILED", "no", null, null));
        bench.database
                .owner()
                .useTransaction(handle -> handle.execute("update run set generation = 2, state = 'queued'"));
        bench.change(
                Samples.STAGING.replace(
                        "spec: {class: staging}", "spec: {class: staging, guards: {approval: {minApprovals: 2}}}"),
                1);
        RunInput retry = new RunInput("shop", "web", input.number(), 2, false, "staging", "job");
        RunContext context = bench.run.begin(retry);
        assertThat(context.results()).contains("-/commit/-");
        assertThat(context.commitResult()).isNotNull();
        assertThat(context.commitResult().plan().stages().getFirst().approvalMillis())
                .isPositive();
        assertThatThrownBy(() -> bench.run.begin(input))
                .satisfies(failure -> assertThat(code(failure)).isEqualTo("TRANSITION_REFUSED"));
    }

    @Test
    void aMadeUpHintIsRecorded() throws Exception {
        RunInput input = bench.accept(Samples.files(), false);
        bench.begin(input);
        assertThat(bench.run.answer(input.ref().workflowId(), "no/such/wait", true))
                .isEqualTo(Answer.NONE);
        assertThat(bench.run.answer(input.ref().workflowId(), "no/such/wait", false))
                .isEqualTo(Answer.NONE);
        assertThat(bench.value("select count(*) from event_intake where type = 'message.refused'"))
                .isEqualTo("1");
    }

    static String code(Throwable failure) {
        Throwable cause = failure instanceof ActivityFailure ? failure.getCause() : failure;
        return cause instanceof ApplicationFailure application ? application.getType() : String.valueOf(cause);
    }
}
