package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.ActionText;
import dev.slipway.identity.Ed25519ActionChecker;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.run.ActionRow;
import dev.slipway.store.run.Actions;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.RunInput;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestActions {
    private static final String DIGEST = "sha256:" + "d".repeat(64);

    private static Api api;
    private String run = "";
    private String path = "";

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void acceptRun() {
        run = Landscape.run(api);
        path = "/v1/runs" + run.substring("run".length()) + "/actions";
    }

    @Test
    void cancelIsSignedAndTold() {
        Reply reply = api.post(path, api.developer(), Map.of("kind", "cancel", "reason", "wrong commit"));

        assertThat(reply.status()).isEqualTo(202);
        ActionRow row = row(reply);
        ActionText text = new ActionText(
                row.id(),
                row.workflowId(),
                row.generation(),
                row.stage(),
                row.kind(),
                row.principal(),
                row.principalName(),
                row.groupNames(),
                row.reason(),
                row.target(),
                row.nonce(),
                row.decisionId(),
                row.createdAt(),
                row.expiresAt());
        assertThat(Ed25519ActionChecker.of(api.actionPublicKey()).valid(text.text(), row.signature()))
                .isTrue();
        assertThat(row.usedAt()).isNull();
        assertThat(api.json("select payload from outbox where key = ?", "signal/action/" + row.id())
                        .path("args")
                        .path("key")
                        .asText())
                .isEqualTo("action/" + row.id());
        assertThat(api.value(Boolean.class, "select allowed from decision where id = ?", row.decisionId()))
                .isTrue();
    }

    @Test
    void sameWishTwiceIsRefusedAndTheSameRequestIsNot() {
        Reply first = api.post(path, api.developer(), Map.of("kind", "cancel"), run);

        assertThat(api.post(path, api.developer(), Map.of("kind", "cancel"), run)
                        .json())
                .isEqualTo(first.json());
        assertThat(api.post(path, api.developer(), Map.of("kind", "cancel")).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(api.value(Long.class, "select count(*) from action where workflow_id = ?", run))
                .isEqualTo(1);
    }

    @Test
    void approvalIsBoundToTheDigestTheRunShows() {
        askApproval();
        Map<String, Object> approve = Map.of("kind", "approve", "stage", "production", "target", DIGEST);

        Map<String, Object> other = new HashMap<>(approve);
        other.put("target", "sha256:" + "e".repeat(64));
        assertThat(api.post(path, api.lead(), other).code()).isEqualTo(ErrorCode.CONFLICT);
        other.put("stage", "staging");
        assertThat(api.post(path, api.lead(), other).status()).isIn(403, 409);
        assertThat(api.post(path, api.lead(), Map.of("kind", "approve")).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.post(path, api.lead(), approve).status()).isEqualTo(202);
        assertThat(approval().path("given"))
                .as("the run has not checked it yet")
                .isEmpty();
        api.execute("update action set used_at = now() where workflow_id = ? and kind = 'approve'", run);
        assertThat(approval().path("given").get(0).asText()).isEqualTo("Lars");
        assertThat(approval().path("required").asInt()).isEqualTo(1);
        assertThat(approval().path("open").asBoolean()).isTrue();
    }

    private JsonNode approval() {
        return api.get(path.replace("/actions", ""), api.lead())
                .json()
                .path("approvals")
                .get(0);
    }

    @Test
    void whoStartedTheRunDoesNotApproveIt() {
        askApproval();
        api.execute("update run set principal = ? where id = ?", api.identity().issuer() + "#lars", run);

        Reply reply = api.post(path, api.lead(), Map.of("kind", "approve", "stage", "production", "target", DIGEST));

        assertThat(reply.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(reply.text()).contains("action.initiator");
    }

    @Test
    void groupsDecideWhoApproves() {
        askApproval();

        Reply reply =
                api.post(path, api.developer(), Map.of("kind", "approve", "stage", "production", "target", DIGEST));

        assertThat(reply.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(api.value(Long.class, "select count(*) from action where workflow_id = ?", run))
                .isZero();
    }

    @Test
    void failedRunIsRetriedInTheNextGenerationFromWhereItBroke() {
        step("-", "verify", "succeeded", 1);
        step("production", "request", "succeeded", 2);
        step("production", "job", "failed", 3);
        finish("failed");
        String token = api.developer();

        Reply reply = api.post(path, token, Map.of("kind", "retry"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        RunInput input = ModelJson.read(
                api.json("select payload -> 'input' from outbox where key = ?", "start/" + run + "/2")
                        .toString(),
                RunInput.class);
        assertThat(input.generation()).isEqualTo(2);
        assertThat(input.fromStage()).isEqualTo("production");
        assertThat(input.fromStep()).isEqualTo("job");
        assertThat(api.value(String.class, "select state || generation from run where id = ?", run))
                .isEqualTo("queued2");
        assertThat(api.value(Long.class, "select count(*) from receipt where run_id = ? and generation = 2", run))
                .isEqualTo(1);
        assertThat(api.post(path, token, Map.of("kind", "retry")).code()).isEqualTo(ErrorCode.TRANSITION_REFUSED);
        assertThat(row(reply).usedAt()).isNotNull();
    }

    @Test
    void retrySkipsNothingThatNeverSucceeded() {
        step("staging", "request", "failed", 1);
        finish("failed");

        assertThat(api.post(path, api.developer(), Map.of("kind", "retry", "stage", "production"))
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.post(path, api.developer(), Map.of("kind", "retry", "target", "deploy"))
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.post(path, api.developer(), Map.of("kind", "retry", "stage", "-"))
                        .status())
                .isEqualTo(202);
        assertThat(api.value(Boolean.class, "select from_stage is null from run where id = ?", run))
                .isTrue();
    }

    @Test
    void openRunIsNotRetriedAndFinishedOneNotCancelled() {
        assertThat(api.post(path, api.developer(), Map.of("kind", "retry")).code())
                .isEqualTo(ErrorCode.TRANSITION_REFUSED);
        finish("succeeded");
        assertThat(api.post(path, api.developer(), Map.of("kind", "cancel")).code())
                .isEqualTo(ErrorCode.TRANSITION_REFUSED);
        assertThat(api.post(path, api.developer(), Map.of("kind", "retry")).code())
                .isEqualTo(ErrorCode.TRANSITION_REFUSED);
    }

    @Test
    void jobGoesBackToAnEarlierVersion() {
        Landscape.job(api, "node-of-rollback");
        api.execute("update deployment set state = 'failed', phase = 'done' where phase <> 'done'");
        String job = "/v1/jobs/shop/production/local/web";

        Reply reply = api.post(
                job + "/actions", api.developer(), Map.of("kind", "rollback", "target", "1", "reason", "slow"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        assertThat(reply.json().path("version").asLong()).isEqualTo(1);
        String workflow = reply.json().path("workflowId").asText();
        JsonNode message = api.json("select payload from outbox where target = ?", workflow);
        DeploymentInput input = ModelJson.read(message.path("input").toString(), DeploymentInput.class);
        assertThat(message.path("workflowType").asText()).isEqualTo("DeploymentWorkflow");
        assertThat(input.workflowId()).isEqualTo(workflow);
        assertThat(input.deadlineMillis()).isPositive();
        assertThat(api.get(job, api.developer()).json().path("deployments")).isNotEmpty();
        assertThat(api.post(job + "/actions", api.developer(), Map.of("kind", "rollback", "target", "1"))
                        .status())
                .isEqualTo(409);
        assertThat(api.post(job + "/actions", api.developer(), Map.of("kind", "rollback", "target", "9"))
                        .status())
                .isEqualTo(404);
        api.execute("update deployment set state = 'failed', phase = 'done' where workflow_id = ?", workflow);
        assertThat(api.post(job + "/actions", api.developer(), Map.of("kind", "rollback", "target", "2"))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void runTakesBackWhatItRolledOut() {
        Landscape.job(api, "node-of-run-rollback");
        api.execute("update deployment set state = 'failed', phase = 'done' where phase <> 'done'");
        api.execute("""
                insert into deployment (job_key, number, workflow_id, run_id, run_key, version, previous_version,
                    target_version, state, phase, decision_id)
                select 'shop/production/local/web', 900, 'deploy/x/900', ?, ? || '/1/production/configure/web', 2, 1, 2,
                    'successful', 'done', id from decision limit 1""", run, run);
        finish("succeeded");

        Reply reply = api.post(path, api.developer(), Map.of("kind", "rollback", "stage", "production"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        assertThat(api.value(Long.class, "select version from deployment where run_id = ? and state = 'pending'", run))
                .isEqualTo(1);
        assertThat(api.post(path, api.developer(), Map.of("kind", "rollback", "stage", "staging"))
                        .code())
                .isEqualTo(ErrorCode.CONFLICT);
    }

    private void askApproval() {
        api.execute("""
                insert into wait (key, workflow_id, kind, detail) values (?, ?, 'approval',
                    jsonb_build_object('stage', 'production', 'digest', ?, 'required', 1))""", run + "/1/production/request/approval", run, DIGEST);
        api.execute("""
                insert into step_result (workflow_id, step, generation, result) values (?, 'commit', 1,
                    '{"plan": {"stages": [{"name": "staging", "environment": "build"},
                        {"name": "production", "environment": "production"}]}}')""", run);
    }

    private void step(String stage, String step, String state, int seq) {
        api.execute("""
                insert into step (workflow_id, generation, stage, step, state, fact_seq) values (?, 1, ?, ?, ?, ?)""", run, stage, step, state, seq);
    }

    private void finish(String state) {
        api.execute("update run set state = ?, finished_at = now() where id = ?", state, run);
    }

    private static ActionRow row(Reply reply) {
        UUID id = UUID.fromString(reply.json().path("id").asText());
        return api.database()
                .worker()
                .jdbi()
                .withExtension(Actions.class, rows -> rows.find(id))
                .orElseThrow();
    }
}
