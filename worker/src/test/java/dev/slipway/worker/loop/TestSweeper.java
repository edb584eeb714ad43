package dev.slipway.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Digest;
import dev.slipway.store.infra.StateAddress;
import dev.slipway.store.run.LockRequest;
import dev.slipway.store.run.Locks;
import dev.slipway.worker.testing.TemporalServer;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSweeper {
    @TempDir
    Path folder;

    private TemporalServer temporal;
    private Shop shop;
    private Sweeper sweeper;

    @BeforeEach
    void open() throws Exception {
        temporal = new TemporalServer();
        shop = new Shop(folder);
        sweeper = new Sweeper(
                shop.database.worker(),
                temporal.client(),
                shop.activities.finish(),
                shop.states,
                Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        shop.close();
        temporal.close();
    }

    @Test
    void whatIsAtWorkOrYoungOrStillToBeStartedIsLeftAlone() {
        shop.run(1, "running");
        start(Shop.RUN);
        shop.run(2, "queued");
        shop.sql("insert into outbox (kind, key, target, payload) values ('start', 's', 'run/shop/web/2', '{}')");
        shop.run(3, "running");
        shop.sql("update run set created_at = now() where number = 3");
        shop.deployment("running");
        start(Shop.DEPLOYMENT);
        assertThat(sweeper.look()).isEqualTo(Duration.ofSeconds(30));
        assertThat(shop.value("select string_agg(state, ' ' order by number) from run"))
                .isEqualTo("running queued running");
        assertThat(shop.value("select state from deployment")).isEqualTo("running");
    }

    @Test
    void aTerminatedRunIsClosedToldAndItsLocksAreFree() {
        shop.run(1, "waiting");
        shop.run(2, "waiting");
        start("run/shop/web/2");
        LockRequest held = new LockRequest("shop", "staging", List.of("job"), Shop.RUN, "k1");
        LockRequest next = new LockRequest("shop", "staging", List.of("job"), "run/shop/web/2", "k2");
        shop.database.worker().useTransaction(handle -> Locks.take(handle, held));
        shop.database.worker().useTransaction(handle -> Locks.take(handle, next));
        shop.sql("insert into wait (key, workflow_id, kind) values ('k2', 'run/shop/web/2', 'lock'),"
                + " ('approval', 'run/shop/web/1', 'approval')");
        start(Shop.RUN).terminate("by hand");
        sweeper.look();
        assertThat(shop.value(
                        "select state || ' ' || failure_code || ' ' || failure_message from run where number = 1"))
                .isEqualTo("failed INTERNAL_ERROR the workflow was terminated from outside");
        assertThat(shop.value("select state from step where workflow_id = '" + Shop.RUN + "'"))
                .isEqualTo("cancelled");
        assertThat(shop.value("select answer ->> 'outcome' from wait where key = 'approval'"))
                .isEqualTo("void");
        assertThat(shop.value("select answer ->> 'outcome' from wait where key = 'k2'"))
                .isEqualTo("granted");
        assertThat(shop.database.worker().<Boolean>inTransaction(handle -> Locks.held(handle, next)))
                .isTrue();
        assertThat(shop.value("select target || ' ' || (payload -> 'body' ->> 'state') from outbox"
                        + " where kind = 'commit-status'"))
                .isEqualTo("http://forge.example/statuses/" + "a".repeat(40) + " error");
        sweeper.look();
        assertThat(shop.value("select count(*) from outbox where kind = 'commit-status'"))
                .as("told once")
                .isEqualTo("1");
    }

    @Test
    void aRunTheServerForgotIsClosed() {
        shop.run(1, "running");
        sweeper.look();
        assertThat(shop.value("select failure_message from run")).isEqualTo("the workflow is gone from the server");
    }

    @Test
    void aRolloutWhoseWorkflowWasTerminatedIsClosedAndItsJobKeepsWhatItDesired() {
        shop.run(1, "running");
        start(Shop.RUN);
        shop.deployment("running");
        start(Shop.DEPLOYMENT).terminate("by hand");
        sweeper.look();
        assertThat(shop.value("select state || ' ' || phase || ' ' || description from deployment"))
                .isEqualTo("failed done the workflow was terminated from outside");
        assertThat(shop.value("select desired_version || ' ' || stable_version from job"))
                .isEqualTo("1 1");
        assertThat(shop.value("select answer ->> 'outcome' from wait where key = 'roll'"))
                .isEqualTo("void");
        assertThat(shop.value("select reason from evaluation where state = 'pending'"))
                .isEqualTo("rollout failed");
        assertThat(shop.value("select data ->> 'state' from event_intake where type = 'deployment.finished'"))
                .isEqualTo("failed");
        assertThat(shop.value("select state from run")).isEqualTo("running");
        sweeper.look();
        assertThat(shop.value("select count(*) from event_intake where type = 'deployment.finished'"))
                .isEqualTo("1");
    }

    @Test
    void aRolloutNobodyWillStartIsClosedAndOneThatMayStillBeStartedIsNot() {
        shop.run(1, "running");
        WorkflowStub run = start(Shop.RUN);
        shop.deployment("pending");
        sweeper.look();
        assertThat(shop.value("select state from deployment")).isEqualTo("pending");
        run.terminate("by hand");
        sweeper.look();
        assertThat(shop.value("select state || ' ' || description from deployment"))
                .isEqualTo("failed no workflow carries the rollout on");
    }

    @Test
    void aRolloutThatIsToBeStartedByTheRelayIsLeftAlone() {
        shop.deployment("pending");
        shop.sql("update deployment set run_id = null");
        shop.sql("insert into outbox (kind, key, target, payload) values ('start', 's', '" + Shop.DEPLOYMENT
                + "', '{}')");
        sweeper.look();
        assertThat(shop.value("select state from deployment")).isEqualTo("pending");
    }

    @Test
    void oneRunThatCannotBeClosedDoesNotKeepOthersOpen() {
        shop.run(1, "running");
        shop.run(2, "running");
        shop.sql("alter table run disable trigger all");
        shop.sql("update run set pipeline = 'gone' where number = 1");
        shop.sql("alter table run enable trigger all");
        sweeper.look();
        assertThat(shop.value("select state from run where number = 2")).isEqualTo("failed");
    }

    @Test
    void tokensAndWaitsWhoseTimeIsOverAreClosedAlsoWithoutTemporal() {
        StateAddress address = new StateAddress("shop", "staging", "network");
        shop.states.issueToken(address, Shop.RUN, Digest.of("old"), Duration.ofHours(1));
        shop.states.issueToken(address, Shop.RUN, Digest.of("new"), Duration.ofHours(1));
        shop.sql("update state_token set expires_at = now() - interval '1 second' where token_hash = '"
                + Digest.of("old").value() + "'");
        shop.sql("insert into wait (key, workflow_id, kind, expires_at) values"
                + " ('over', 'w', 'callback', now() - interval '2 minutes'), ('open', 'w', 'callback', now())");
        temporal.close();
        shop.run(1, "succeeded");
        sweeper.look();
        assertThat(shop.value("select string_agg(token_hash, ' ') from state_token"))
                .isEqualTo(Digest.of("new").value());
        assertThat(
                        shop.value(
                                "select string_agg(key || ' ' || (answer ->> 'outcome'), ',') from wait where answer is not null"))
                .isEqualTo("over expired");
    }

    private WorkflowStub start(String workflowId) {
        WorkflowStub stub = temporal.client()
                .newUntypedWorkflowStub(
                        "Sleeper",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(workflowId)
                                .setTaskQueue("nobody-polls")
                                .build());
        stub.start();
        return stub;
    }
}
