package dev.slipway.scheduler.testing;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.store.Database;
import dev.slipway.store.node.JoinTokens;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.node.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs nothing but tells the server what an agent would: each assignment ends as its script says. */
public final class FakeAgent implements AutoCloseable {
    /** What becomes of an allocation. */
    public enum Script {
        /** Runs and is healthy at once. */
        HEALTHY,
        /** Runs and is never healthy. */
        UNHEALTHY,
        /** Fails with exit code 3. */
        FAILS,
        /** Ends well. */
        COMPLETES,
        /** Runs and nothing is said of its health. */
        SILENT
    }

    /** What really runs behind an allocation. */
    public interface Workload {
        Workload NONE = new Workload() {
            @Override
            public int start(Assignment assignment) {
                return 20_000 + assignment.index();
            }

            @Override
            public void stop(String allocationId) {}
        };

        /** Starts it; returns the port it listens on. */
        int start(Assignment assignment);

        void stop(String allocationId);
    }

    public static final Timing TIMING = new Timing(Duration.ofMillis(200));
    private static final AtomicLong TOKENS = new AtomicLong();

    private final Database api;
    private final Function<Assignment, Script> scripts;
    private final RegisterRequest facts;
    private final String nodeId;
    private final Map<String, AllocationState> told = new ConcurrentHashMap<>();
    private final Map<String, Long> placedNanos = new ConcurrentHashMap<>();
    private final Map<String, Long> stopAtNanos = new ConcurrentHashMap<>();
    private volatile Workload workload = Workload.NONE;
    private volatile boolean closed;
    private volatile boolean paused;
    private volatile long epoch;
    private volatile Consumer<String> lastSeen = id -> {};
    private Thread thread;
    private long seq;
    private long seen;

    public FakeAgent(Database api, String name, String pool, int cpu, Function<Assignment, Script> scripts) {
        this.api = api;
        this.scripts = scripts;
        this.facts = new RegisterRequest(cpu, 8L << 30, Map.of(), Map.of("mock", new Fingerprint(true, "", Map.of())));
        String token = "token-" + TOKENS.incrementAndGet();
        this.nodeId = api.inTransaction(handle -> {
            JoinTokens.create(handle, token, pool, "local", "test", Duration.ofMinutes(1));
            return JoinTokens.use(handle, token, new JoinRequest("", name, "key"))
                    .nodeId();
        });
        register();
    }

    /** Begins to sync every few milliseconds. */
    public FakeAgent start() {
        thread = Thread.ofPlatform().daemon().name("fake-agent").start(this::run);
        return this;
    }

    /** Tells {@code listener} of every sync, as the server's door does. */
    public void seenBy(Consumer<String> listener) {
        lastSeen = listener;
    }

    /** Lets something real run. */
    public void runs(Workload real) {
        workload = real;
    }

    public String nodeId() {
        return nodeId;
    }

    public long epoch() {
        return epoch;
    }

    /** When an allocation was first seen by a sync, as {@link System#nanoTime()}. */
    public Map<String, Long> placedNanos() {
        return placedNanos;
    }

    /** Allocations it runs now. */
    public List<String> running() {
        return told.entrySet().stream()
                .filter(entry -> entry.getValue() == AllocationState.RUNNING)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Goes silent until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    public void register() {
        api.useTransaction(handle -> {
            SyncHeader header = Nodes.register(handle, nodeId, facts, TIMING);
            epoch = header.nodeEpoch();
            seq = header.appliedSeq();
        });
        seen = 0;
    }

    /** One sync and what follows from it. */
    public void step() {
        SyncReply reply = sync();
        lastSeen.accept(nodeId);
        if (reply.full()) {
            List<String> named =
                    reply.allocations().stream().map(Assignment::allocationId).toList();
            told.keySet().removeIf(id -> !named.contains(id));
        }
        List<AllocationUpdate> updates = new ArrayList<>();
        for (Assignment assignment : reply.allocations()) {
            placedNanos.putIfAbsent(assignment.allocationId(), System.nanoTime());
            react(assignment, updates);
        }
        for (Map.Entry<String, Long> stop : stopAtNanos.entrySet()) {
            if (System.nanoTime() - stop.getValue() >= 0) {
                stopAtNanos.remove(stop.getKey());
                workload.stop(stop.getKey());
                updates.add(new AllocationUpdate(stop.getKey(), AllocationState.COMPLETE, null, Map.of(), List.of()));
            }
        }
        if (!updates.isEmpty()) {
            send(updates);
        }
        seen = reply.index();
    }

    public SyncReply sync() {
        return api.inTransaction(handle -> Nodes.sync(handle, nodeId, new SyncRequest(epoch, seen), TIMING));
    }

    public void send(List<AllocationUpdate> updates) {
        UpdateBatch batch = new UpdateBatch(epoch, ++seq, updates);
        api.useTransaction(handle -> Nodes.applyUpdates(handle, nodeId, batch));
        updates.forEach(update -> told.put(update.allocationId(), update.clientState()));
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        if (thread != null) {
            thread.join(Duration.ofSeconds(5));
        }
    }

    private void run() {
        while (!closed) {
            if (!paused) {
                try {
                    step();
                } catch (SlipwayException e) {
                    if (e.code() != ErrorCode.STALE_EPOCH) {
                        throw e;
                    }
                    register();
                }
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void react(Assignment assignment, List<AllocationUpdate> updates) {
        AllocationState last = told.get(assignment.allocationId());
        if (assignment.desired() == AllocationDesired.STOP) {
            if (last == null || !last.isFinal()) {
                stopAtNanos.putIfAbsent(
                        assignment.allocationId(), System.nanoTime() + assignment.drainMillis() * 1_000_000);
            }
            return;
        }
        if (last == null) {
            updates.add(update(assignment, scripts.apply(assignment), workload.start(assignment)));
        }
    }

    public static AllocationUpdate update(Assignment assignment, Script script, int port) {
        List<String> services =
                assignment.group().services().stream().map(ServiceSpec::name).toList();
        return switch (script) {
            case HEALTHY -> update(assignment, AllocationState.RUNNING, true, services, 0, port);
            case UNHEALTHY -> update(assignment, AllocationState.RUNNING, false, List.of(), 0, port);
            case SILENT -> update(assignment, AllocationState.RUNNING, null, List.of(), 0, port);
            case FAILS -> update(assignment, AllocationState.FAILED, false, List.of(), 3, port);
            case COMPLETES -> update(assignment, AllocationState.COMPLETE, null, List.of(), 0, port);
        };
    }

    private static AllocationUpdate update(
            Assignment assignment, AllocationState state, Boolean healthy, List<String> passing, int exit, int port) {
        TaskStateView task = new TaskStateView(
                state.isFinal() ? "dead" : "running",
                exit != 0,
                0,
                state.isFinal() ? exit : null,
                null,
                false,
                "127.0.0.1",
                Map.of("http", port),
                List.of(),
                List.of(),
                Instant.now(),
                null);
        String name = assignment.group().tasks().getFirst().name();
        return new AllocationUpdate(assignment.allocationId(), state, healthy, Map.of(name, task), passing);
    }
}
