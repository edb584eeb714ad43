package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.door.ActionDoor;
import dev.slipway.store.door.SignedAction;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestApprovals {
    private static final String STAGE = """
            - name: production
              environment: production
              approval: {minApprovals: 2, excludeInitiator: true, rules: [{claim: groups, value: leads, count: 1, required: true}]}
              jobs: [{name: web, file: ./web.job.yaml}]
              rollout: {autoRevert: true}
            """;

    @TempDir
    Path folder;

    private Bench bench;
    private RunRef run;
    private RequestResult request;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
        RunInput input = bench.accept(Samples.with(Samples.pipeline(STAGE)), false);
        run = input.ref();
        CommitResult commit = bench.begin(input);
        assertThat(commit.plan().stages().getFirst().approvalMillis()).isPositive();
        request = bench.request(run, commit, "production");
        String key = bench.run.askApproval(run, "production", request);
        assertThat(bench.run.askApproval(run, "production", request)).isEqualTo(key);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void takesEnoughDistinctPeopleAndTheRequiredOnes() {
        use(bench.act(run, "approve", "production", request.digest(), "bob", "developers"));
        use(bench.act(run, "approve", "production", request.digest(), "cid", "developers"));
        assertThat(state().approved()).as("nobody of leads").isFalse();
        use(bench.act(run, "approve", "production", request.digest(), "ann", "leads"));
        assertThat(state()).isEqualTo(new ApprovalState(true, false, "approved by bob, cid, ann"));
        assertThat(bench.value("select answer ->> 'outcome' from wait where kind = 'approval'"))
                .isEqualTo("approved");
    }

    @Test
    void whoStartedTheRunDoesNotCount() {
        use(bench.act(run, "approve", "production", request.digest(), "ci", "leads"));
        use(bench.act(run, "approve", "production", request.digest(), "ann", "leads"));
        assertThat(state().approved()).isFalse();
    }

    @Test
    void oneRefusalIsEnough() {
        use(bench.act(run, "approve", "production", request.digest(), "ann", "leads"));
        use(bench.act(run, "reject", "production", request.digest(), "bob", "leads"));
        assertThat(state().rejected()).isTrue();
        assertThat(state().text()).isEqualTo("bob refused");
    }

    @Test
    void anActionWhoseMessageWasLostCountsAllTheSame() {
        bench.act(run, "approve", "production", request.digest(), "ann", "leads");
        bench.act(run, "approve", "production", request.digest(), "bob", "leads");
        assertThat(state().approved()).isTrue();
    }

    @Test
    void anActionIsUsedOnceAndSaysTheSameWhenItIsLookedAtAgain() {
        String action = bench.act(run, "approve", "production", request.digest(), "ann", "leads");
        ActionVerdict verdict = use(action);
        assertThat(use(action)).isEqualTo(verdict);
        assertThat(bench.value("select count(*) from transition where transition = 'approve'"))
                .isEqualTo("1");
    }

    @Test
    void aRowThatTheApiDidNotSignCountsForNothing() {
        String action = bench.act(run, "approve", "production", request.digest(), "eve", "nobody");
        bench.database.owner().useTransaction(handle -> handle.execute("update action set groups = '[\"leads\"]'"));
        assertThat(bench.run.useAction(run, action).valid()).isFalse();
        bench.database.owner().useTransaction(handle -> handle.execute("update action set used_at = now()"));
        assertThat(state().approved()).isFalse();
        assertThat(bench.value("select data ->> 'text' from event_intake where type = 'message.refused'"))
                .contains("not signed");
    }

    @Test
    void forgedForeignAndLateActionsAreRefusedAndRecorded() throws Exception {
        RunInput other = bench.accept(Samples.with(Samples.pipeline(STAGE)), false);
        bench.begin(other);
        String foreign = bench.act(run, "cancel", "-", "", "ann", "leads");
        SignedAction late = bench.signed(run, "cancel", "-", "", "bob", List.of("leads"), Duration.ofMillis(-5));
        bench.database.api().useTransaction(handle -> new ActionDoor(bench.database.api()).tell(handle, late));
        for (String refused :
                List.of("nonsense", UUID.randomUUID().toString(), late.id().toString())) {
            assertThat(bench.run.useAction(run, refused).valid()).as(refused).isFalse();
        }
        assertThat(bench.run.useAction(other.ref(), foreign).valid()).isFalse();
        assertThat(bench.value("select count(*) from event_intake where type = 'message.refused'"))
                .isEqualTo("4");
        assertThat(use(foreign).kind()).isEqualTo("cancel");
    }

    @Test
    void anApprovalOfAnotherDigestIsVoid() {
        String early = bench.act(run, "approve", "production", request.digest(), "ann", "leads");
        RequestResult changed = new RequestResult("sha256:changed", request.jobs(), request.decisionId(), "");
        bench.run.askApproval(run, "production", changed);
        assertThat(bench.run.useAction(run, early).valid()).isFalse();
        assertThat(bench.run.approval(run, "production", "sha256:changed").approved())
                .isFalse();
        assertThat(bench.value(
                        "select string_agg(coalesce(answer ->> 'outcome', 'open'), ' ' order by created_at) from wait"))
                .isEqualTo("void open");
    }

    private ActionVerdict use(String action) {
        ActionVerdict verdict = bench.run.useAction(run, action);
        assertThat(verdict.valid()).isTrue();
        return verdict;
    }

    private ApprovalState state() {
        return bench.run.approval(run, "production", request.digest());
    }
}
