package dev.slipway.agent.testing;

import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.client.testing.Seen;
import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.Digest;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeApi.LogAnswer;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SecretsAnswer;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateAnswer;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The server as one node sees it, in memory and with faults on demand. */
public final class FakeControlPlane implements AutoCloseable {
    public static final String TOKEN = "join-me";
    public static final String NODE_ID = "node-1";
    private static final long HEARTBEAT = 300;
    private final EdgeServer edge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Placed> placed = new LinkedHashMap<>();
    private final Map<String, List<AllocationUpdate>> updates = new LinkedHashMap<>();
    private final Map<String, byte[]> logs = new LinkedHashMap<>();
    private final Map<String, byte[]> artifacts = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final List<UpdateBatch> batches = new ArrayList<>();
    private final List<RegisterRequest> registrations = new ArrayList<>();
    private long index = 1;
    private long epoch = 1;
    private long appliedSeq;
    private boolean down;
    private int acksToLose;
    private int syncsServed;
    private boolean away;

    private record Placed(Assignment assignment, long changedAt) {}

    public FakeControlPlane() {
        this(0);
    }

    /** On a port that an earlier one had. */
    public FakeControlPlane(int port) {
        edge = EdgeServer.start(port);
        edge.on("POST", "/v1/nodes/join", this::join);
        edge.on("PUT", "/v1/nodes/" + NODE_ID, request -> unlessAway(() -> register(request)));
        edge.on("POST", "/v1/nodes/" + NODE_ID + "/sync", request -> unlessAway(() -> sync(request)));
        edge.on("POST", "/v1/nodes/" + NODE_ID + "/updates", request -> unlessAway(() -> update(request)));
        edge.on(
                "GET",
                "/v1/nodes/" + NODE_ID + "/allocations/[^/]+/secrets",
                request -> unlessAway(() -> Answer.json(new SecretsAnswer(secrets))));
        edge.on("PUT", "/v1/nodes/" + NODE_ID + "/logs/.*", request -> unlessAway(() -> log(request)));
        edge.on("PUT", "/v1/nodes/" + NODE_ID + "/artifacts/.*", request -> unlessAway(() -> store(request)));
        edge.on("GET", "/v1/nodes/" + NODE_ID + "/artifacts/.*", request -> unlessAway(() -> fetch(request)));
    }

    public URI url() {
        return edge.url();
    }

    public int port() {
        return edge.port();
    }

    // What a test does to the node.

    public void assign(Assignment assignment) {
        locked(() -> placed.put(assignment.allocationId(), new Placed(assignment, ++index)));
    }

    public void stop(String allocationId, Duration drain) {
        locked(() -> {
            Assignment was = placed.get(allocationId).assignment();
            Assignment now = new Assignment(
                    allocationId,
                    was.jobKey(),
                    was.type(),
                    was.version(),
                    was.index(),
                    AllocationDesired.STOP,
                    drain.toMillis(),
                    was.minHealthyMillis(),
                    was.healthyDeadlineMillis(),
                    was.group(),
                    was.meta());
            placed.put(allocationId, new Placed(now, ++index));
        });
    }

    /** Takes it out of the list, as if it had been given to another node. */
    public void withdraw(String allocationId) {
        locked(() -> placed.remove(allocationId));
    }

    public void declareDown() {
        locked(() -> {
            down = true;
            epoch++;
            index++;
        });
    }

    public void loseAcks(int count) {
        locked(() -> acksToLose = count);
    }

    /** Whether every call is cut off. */
    public void away(boolean now) {
        locked(() -> away = now);
    }

    public void secret(String name, String value) {
        secrets.put(name, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    public Digest artifact(byte[] content) {
        Digest digest = Digest.of(content);
        locked(() -> artifacts.put(digest.value(), content));
        return digest;
    }

    // What a test sees of the node.

    public AllocationUpdate await(String allocationId, Predicate<AllocationUpdate> condition) {
        return await(
                "an update of " + allocationId,
                () -> updates.getOrDefault(allocationId, List.of()).stream()
                        .filter(condition)
                        .findFirst());
    }

    public AllocationUpdate awaitState(String allocationId, AllocationState state) {
        return await(allocationId, update -> update.clientState() == state);
    }

    public List<AllocationUpdate> updates(String allocationId) {
        return got(() -> List.copyOf(updates.getOrDefault(allocationId, List.of())));
    }

    public List<UpdateBatch> batches() {
        return got(() -> List.copyOf(batches));
    }

    public List<RegisterRequest> registrations() {
        return got(() -> List.copyOf(registrations));
    }

    public String log(String allocationId, String task, String stream) {
        return got(() -> new String(
                logs.getOrDefault(allocationId + "/" + task + "/" + stream, new byte[0]), StandardCharsets.UTF_8));
    }

    public String awaitLog(String allocationId, String task, String stream, Predicate<String> condition) {
        return await(
                "the log of " + allocationId,
                () -> Optional.of(log(allocationId, task, stream)).filter(condition));
    }

    public byte[] content(Digest digest) {
        return got(() -> artifacts.get(digest.value()));
    }

    /** Waits until the node has asked anew {@code count} times. */
    public void awaitSyncs(int count) {
        int until = got(() -> syncsServed) + count;
        await("syncs", () -> Optional.of(syncsServed).filter(served -> served >= until));
    }

    public <T> T await(String what, Supplier<Optional<T>> look) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(20);
            Optional<T> found = look.get();
            while (found.isEmpty()) {
                if (left <= 0) {
                    throw new AssertionError("there was never " + what + "; seen " + updates);
                }
                left -= TimeUnit.MILLISECONDS.toNanos(20)
                        - Math.max(0, changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(20)));
                found = look.get();
            }
            return found.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    // The protocol.

    private Answer join(Seen request) {
        JoinRequest join = request.as(JoinRequest.class);
        return join.token().equals(TOKEN)
                ? Answer.json(new JoinAnswer(NODE_ID, "default", "local"))
                : Answer.problem(401, "JOIN_TOKEN_REFUSED", "the join token is unknown, expired or was used before");
    }

    private Answer register(Seen request) {
        down = false;
        registrations.add(request.as(RegisterRequest.class));
        return Answer.json(new SyncHeader(epoch, HEARTBEAT, 5 * HEARTBEAT, appliedSeq));
    }

    private Answer sync(Seen request) {
        SyncRequest sync = request.as(SyncRequest.class);
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(HEARTBEAT);
            while (sync.seen() == index && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Cut();
        }
        if (down || sync.nodeEpoch() != epoch) {
            return Answer.problem(409, "STALE_EPOCH", "register again");
        }
        boolean full = sync.seen() <= 0 || sync.seen() > index;
        List<Assignment> news = placed.values().stream()
                .filter(each -> full || each.changedAt() > sync.seen())
                .map(Placed::assignment)
                .toList();
        syncsServed++;
        return Answer.json(new SyncReply(epoch, HEARTBEAT, 5 * HEARTBEAT, index, full, news));
    }

    private Answer update(Seen request) {
        UpdateBatch batch = request.as(UpdateBatch.class);
        if (down || batch.nodeEpoch() != epoch) {
            return Answer.problem(409, "STALE_EPOCH", "register again");
        }
        if (batch.seq() > appliedSeq) {
            appliedSeq = batch.seq();
            batches.add(batch);
            for (AllocationUpdate change : batch.changes()) {
                updates.computeIfAbsent(change.allocationId(), key -> new ArrayList<>())
                        .add(change);
                if (change.clientState().isFinal()) {
                    placed.remove(change.allocationId());
                }
            }
        }
        if (acksToLose > 0) {
            acksToLose--;
            return new Answer.Cut();
        }
        return Answer.json(new UpdateAnswer(appliedSeq));
    }

    private Answer log(Seen request) {
        String key = request.segment(4) + "/" + request.segment(5) + "/" + request.segment(6);
        byte[] known = logs.getOrDefault(key, new byte[0]);
        int offset = Integer.parseInt(request.query().get("offset"));
        if (offset <= known.length && offset + request.body().length > known.length) {
            byte[] longer = Arrays.copyOf(known, offset + request.body().length);
            System.arraycopy(request.body(), 0, longer, offset, request.body().length);
            logs.put(key, longer);
            return Answer.json(new LogAnswer(longer.length));
        }
        return Answer.json(new LogAnswer(known.length));
    }

    private Answer store(Seen request) {
        if (!Digest.of(request.body()).value().equals(request.segment(4))) {
            return Answer.problem(422, "ARTIFACT_DIGEST_MISMATCH", "wrong digest");
        }
        artifacts.put(request.segment(4), request.body());
        return Answer.empty(204);
    }

    private Answer fetch(Seen request) {
        byte[] content = artifacts.get(request.segment(4));
        return content == null ? Answer.problem(404, "NOT_FOUND", "no such artifact") : Answer.bytes(content);
    }

    private Answer unlessAway(Supplier<Answer> answer) {
        lock.lock();
        try {
            if (away) {
                return new Answer.Cut();
            }
            Answer made = answer.get();
            changed.signalAll();
            return away ? new Answer.Cut() : made;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T got(Supplier<T> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        edge.close();
    }
}
