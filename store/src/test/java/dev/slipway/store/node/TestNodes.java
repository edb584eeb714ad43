package dev.slipway.store.node;

import static dev.slipway.store.placement.PlacementFixture.WEB;
import static dev.slipway.store.placement.PlacementFixture.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.NodeState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.api.NodeView;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.store.Database;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.placement.PlacementFixture;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestNodes {
    private static final Timing TIMING = new Timing(Duration.ofSeconds(1));
    private static final JoinRequest REQUEST = new JoinRequest("", "one", "key");

    private TestingDatabase database;
    private Database api;
    private String nodeId;

    @BeforeEach
    void open() {
        database = PlacementFixture.database();
        api = database.api();
        database.worker()
                .useTransaction(handle -> Jobs.registerVersion(handle, WEB, job(JobType.SERVICE, "one"), "test"));
        nodeId = join("first", REQUEST).nodeId();
        register();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTokenJoinsOneMachineAndBindsItsPool() {
        token("second", Duration.ofMinutes(1));
        JoinAnswer answer = use("second", REQUEST);
        assertThat(answer.nodePool()).isEqualTo("default");
        assertThat(answer.datacenter()).isEqualTo("here");
        assertThat(use("second", REQUEST)).isEqualTo(answer);
        refused(ErrorCode.JOIN_TOKEN_REFUSED, () -> use("second", new JoinRequest("", "one", "other key")));
        refused(ErrorCode.JOIN_TOKEN_REFUSED, () -> use("unknown", REQUEST));
        token("short", Duration.ofMinutes(1));
        database.owner()
                .jdbi()
                .useHandle(handle -> handle.execute("update join_token set expires_at = now() where used_at is null"));
        refused(ErrorCode.JOIN_TOKEN_REFUSED, () -> use("short", REQUEST));
        refused(ErrorCode.VALIDATION_FAILED, () -> token("long", Duration.ofMinutes(11)));
        refused(ErrorCode.VALIDATION_FAILED, () -> token("none", Duration.ZERO));
        refused(
                ErrorCode.NOT_FOUND,
                () -> api.inTransaction(
                        handle -> JoinTokens.create(handle, "pool", "nowhere", "here", "test", Duration.ofMinutes(1))));
        assertThat(publicKey(answer.nodeId())).contains("key");
        assertThat(publicKey("nobody")).isEmpty();
    }

    @Test
    void aSyncNamesEverythingFirstAndThenWhatChanged() {
        SyncReply first = sync(0);
        assertThat(first.full()).isTrue();
        assertThat(first.allocations()).isEmpty();
        UUID one = place(0);
        UUID two = place(1);
        SyncReply second = sync(first.index());
        assertThat(second.full()).isFalse();
        assertThat(second.allocations())
                .extracting(Assignment::allocationId)
                .containsExactly(one.toString(), two.toString());
        Assignment assignment = second.allocations().getFirst();
        assertThat(assignment.group().tasks().getFirst().config()).containsEntry("marker", "one");
        assertThat(assignment.healthyDeadlineMillis()).isEqualTo(300_000);
        assertThat(sync(second.index()).allocations()).isEmpty();
        database.worker().useTransaction(handle -> PlacementFixture.stop(handle, nodeId, one));
        assertThat(sync(second.index()).allocations())
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.desired()).isEqualTo(AllocationDesired.STOP));
        assertThat(sync(0).allocations()).hasSize(2);
        assertThat(sync(1_000_000).full()).isTrue();
        refused(
                ErrorCode.STALE_EPOCH,
                () -> api.inTransaction(handle -> Nodes.sync(handle, nodeId, new SyncRequest(2, 0), TIMING)));
        refused(
                ErrorCode.NODE_UNKNOWN,
                () -> api.inTransaction(handle -> Nodes.sync(handle, "nobody", new SyncRequest(1, 0), TIMING)));
    }

    @Test
    void aBatchIsAppliedOnceAndWritesServicesAndEvaluation() {
        UUID id = place(0);
        long before = evaluations();
        assertThat(update(1, id, AllocationState.RUNNING, null, List.of())).isEqualTo(1);
        assertThat(evaluations()).isEqualTo(before);
        assertThat(service(id)).isEqualTo("starting");
        assertThat(update(2, id, AllocationState.RUNNING, true, List.of("web"))).isEqualTo(2);
        assertThat(service(id)).isEqualTo("healthy");
        assertThat(evaluations()).isEqualTo(before + 1);
        assertThat(update(1, id, AllocationState.FAILED, false, List.of())).isEqualTo(2);
        assertThat(allocation(id).clientState()).isEqualTo(AllocationState.RUNNING);
        assertThat(update(3, id, AllocationState.RUNNING, true, List.of())).isEqualTo(3);
        assertThat(service(id)).isEqualTo("unhealthy");
        update(4, id, AllocationState.RUNNING, true, List.of("web"));
        database.worker().useTransaction(handle -> PlacementFixture.stop(handle, nodeId, id));
        assertThat(service(id)).isEqualTo("draining");
        assertThat(sync(0).allocations().getFirst().drainMillis()).isBetween(500L, 2_000L);
        update(5, id, AllocationState.RUNNING, true, List.of("web"));
        assertThat(service(id)).isEqualTo("draining");
        update(6, id, AllocationState.COMPLETE, true, List.of());
        assertThat(service(id)).isEqualTo("none");
        assertThat(sync(0).allocations()).isEmpty();
        update(7, id, AllocationState.RUNNING, true, List.of());
        assertThat(allocation(id).clientState()).isEqualTo(AllocationState.COMPLETE);
    }

    @Test
    void whatIsNotTheNodesIsIgnoredAndWhatIsNotSayableRefused() {
        UUID id = place(0);
        String other = join("other", new JoinRequest("", "two", "key 2")).nodeId();
        api.useTransaction(
                handle -> Nodes.applyUpdates(handle, other, batch(1, 1, id, AllocationState.FAILED, false, List.of())));
        assertThat(allocation(id).clientState()).isEqualTo(AllocationState.PENDING);
        refused(ErrorCode.VALIDATION_FAILED, () -> update(1, id, AllocationState.LOST, null, List.of()));
        refused(
                ErrorCode.STALE_EPOCH,
                () -> api.inTransaction(handle ->
                        Nodes.applyUpdates(handle, nodeId, batch(7, 1, id, AllocationState.RUNNING, null, List.of()))));
        AllocationUpdate odd = new AllocationUpdate("no id", AllocationState.RUNNING, null, Map.of(), List.of());
        refused(
                ErrorCode.VALIDATION_FAILED,
                () -> api.inTransaction(
                        handle -> Nodes.applyUpdates(handle, nodeId, new UpdateBatch(1, 1, List.of(odd)))));
    }

    @Test
    void secretsGoOnlyToARunningAllocationOnItsNode() {
        UUID id = place(0);
        SecretGrant grant = api.jdbi().withHandle(handle -> Nodes.secrets(handle, nodeId, id));
        assertThat(grant.project()).isEqualTo("shop");
        assertThat(grant.names()).containsExactly("database-password");
        refused(ErrorCode.NOT_FOUND, () -> api.jdbi().withHandle(handle -> Nodes.secrets(handle, "nobody", id)));
        database.worker().useTransaction(handle -> PlacementFixture.stop(handle, nodeId, id));
        refused(ErrorCode.NOT_FOUND, () -> api.jdbi().withHandle(handle -> Nodes.secrets(handle, nodeId, id)));
        boolean owned = api.jdbi().withHandle(handle -> Nodes.owns(handle, nodeId, id));
        assertThat(owned).isTrue();
    }

    @Test
    void aNodeDeclaredDownIsFencedUntilItRegistersAgain() {
        UUID id = place(0);
        update(1, id, AllocationState.RUNNING, true, List.of("web"));
        assertThat(declareDown(Duration.ofMinutes(1))).isFalse();
        assertThat(declareDown(Duration.ZERO)).isTrue();
        assertThat(declareDown(Duration.ZERO)).isFalse();
        assertThat(allocation(id).clientState()).isEqualTo(AllocationState.LOST);
        assertThat(service(id)).isEqualTo("none");
        refused(ErrorCode.STALE_EPOCH, () -> update(2, id, AllocationState.RUNNING, true, List.of()));
        assertThat(register()).isEqualTo(2);
        NodeView node =
                api.jdbi().withHandle(handle -> Nodes.find(handle, nodeId).orElseThrow());
        assertThat(node.state()).isEqualTo(NodeState.READY);
        SyncReply reply = api.inTransaction(handle -> Nodes.sync(handle, nodeId, new SyncRequest(2, 0), TIMING));
        assertThat(reply.full()).isTrue();
        assertThat(reply.allocations()).isEmpty();
    }

    @Test
    void aFullNodeTakesNothingMore() {
        for (int index = 0; index < 10; index++) {
            place(index);
        }
        assertThatThrownBy(() -> place(10)).hasMessageContaining("has no room for allocation");
    }

    private boolean declareDown(Duration lease) {
        return database.worker().inTransaction(handle -> NodeLosses.declareDown(handle, nodeId, lease));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private JoinAnswer join(String token, JoinRequest request) {
        token(token, Duration.ofMinutes(1));
        return use(token, request);
    }

    private void token(String token, Duration validity) {
        api.useTransaction(handle -> JoinTokens.create(handle, token, "default", "here", "test", validity));
    }

    private JoinAnswer use(String token, JoinRequest request) {
        return api.inTransaction(handle -> JoinTokens.use(handle, token, request));
    }

    private Optional<String> publicKey(String node) {
        return api.jdbi().withHandle(handle -> Nodes.publicKey(handle, node));
    }

    private long register() {
        RegisterRequest facts = new RegisterRequest(
                1_000, 1L << 30, Map.of("os.name", "Linux"), Map.of("mock", new Fingerprint(true, "", Map.of())));
        return api.inTransaction(handle -> Nodes.register(handle, nodeId, facts, TIMING))
                .nodeEpoch();
    }

    private UUID place(int index) {
        return database.worker().inTransaction(handle -> PlacementFixture.place(handle, nodeId, 1, index));
    }

    private SyncReply sync(long seen) {
        return api.inTransaction(handle -> Nodes.sync(handle, nodeId, new SyncRequest(1, seen), TIMING));
    }

    private long update(long seq, UUID id, AllocationState state, Boolean healthy, List<String> passing) {
        return api.inTransaction(
                        handle -> Nodes.applyUpdates(handle, nodeId, batch(1, seq, id, state, healthy, passing)))
                .appliedSeq();
    }

    private static UpdateBatch batch(
            long epoch, long seq, UUID id, AllocationState state, Boolean healthy, List<String> passing) {
        TaskStateView task = new TaskStateView(
                "running", false, 0, null, null, false, "10.0.0.2", Map.of("http", 8080), null, null, null, null);
        return new UpdateBatch(
                epoch,
                seq,
                List.of(new AllocationUpdate(id.toString(), state, healthy, Map.of("server", task), passing)));
    }

    private AllocationView allocation(UUID id) {
        return api.jdbi().withHandle(handle -> Allocations.find(handle, id)).orElseThrow();
    }

    private String service(UUID id) {
        return api.jdbi()
                .withHandle(handle -> handle.createQuery("select state from service_instance where allocation_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("none"));
    }

    private long evaluations() {
        return api.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from evaluation where reason = 'node update'")
                        .mapTo(Long.class)
                        .one());
    }
}
