package dev.slipway.agent.node;

import dev.slipway.client.ApiException;
import dev.slipway.client.NodeClient;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.spi.TaskDriver;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The poll of one node: register, then sync for ever; register again when the server says so or the machine changed. */
final class NodeSync {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSync.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration FULL_EVERY = Duration.ofMinutes(5);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final Duration WATCH_EVERY = Duration.ofMillis(200);
    private final NodeSettings settings;
    private final Map<String, TaskDriver> drivers;
    private final NodeClient client;
    private final UpdateStream updates;
    private final Allocations allocations;
    private final Contact contact;
    private final CountDownLatch closed;
    private final AtomicReference<@Nullable RegisterRequest> facts = new AtomicReference<>();
    private volatile boolean registered;
    private volatile boolean inStep;
    private long epoch;
    private long seen;
    private long heartbeatMillis;
    private long fullNanos;

    NodeSync(
            NodeSettings settings,
            Map<String, TaskDriver> drivers,
            NodeClient client,
            UpdateStream updates,
            Allocations allocations,
            Contact contact,
            CountDownLatch closed) {
        this.settings = settings;
        this.drivers = drivers;
        this.client = client;
        this.updates = updates;
        this.allocations = allocations;
        this.contact = contact;
        this.closed = closed;
        updates.onStale(() -> registered = false);
    }

    boolean inStep() {
        return inStep;
    }

    void run() throws InterruptedException {
        facts.set(NodeFacts.of(settings, drivers));
        Thread watch = Thread.ofVirtual().name("watch-" + settings.name()).start(this::watch);
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed.await(0, TimeUnit.NANOSECONDS)) {
                if (step()) {
                    pause = FIRST_PAUSE;
                    continue;
                }
                // Spread, so that a fleet does not come back all at once.
                long millis = pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis());
                if (closed.await(millis, TimeUnit.MILLISECONDS)) {
                    return;
                }
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        } finally {
            watch.interrupt();
        }
    }

    /** One call; false when it went wrong and a pause is due. */
    private boolean step() throws InterruptedException {
        try {
            if (!registered) {
                register();
            }
            sync();
            return true;
        } catch (ApiException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (e.code() == ErrorCode.STALE_EPOCH) {
                LOG.warn("node {} was declared down: {}", settings.name(), e.getMessage());
                registered = false;
                return true;
            }
            LOG.warn("node {} is not in step with the server: {}", settings.name(), e.getMessage());
            return false;
        } catch (UncheckedIOException | SlipwayException e) {
            LOG.error("node {} cannot do what the server says", settings.name(), e);
            seen = 0;
            return false;
        }
    }

    private void register() {
        // Set before the call: facts that change meanwhile, or a refusal meanwhile, ask for the next one.
        registered = true;
        RegisterRequest now = facts.get();
        try {
            SyncHeader header = client.register(now == null ? NodeFacts.of(settings, drivers) : now);
            contact.made();
            if (header.nodeEpoch() != epoch) {
                seen = 0;
            }
            epoch = header.nodeEpoch();
            heartbeatMillis = header.heartbeatMillis();
            updates.registered(header, allocations.state());
        } catch (ApiException e) {
            registered = false;
            throw e;
        }
    }

    private void sync() {
        if (System.nanoTime() - fullNanos > FULL_EVERY.toNanos()) {
            seen = 0;
        }
        long asked = System.nanoTime();
        SyncReply reply = client.sync(new SyncRequest(epoch, seen), Duration.ofMillis(heartbeatMillis));
        contact.made();
        heartbeatMillis = reply.heartbeatMillis();
        allocations.apply(reply, asked);
        if (reply.full()) {
            fullNanos = asked;
            allocations.collectGarbage();
            inStep = true;
        }
        seen = reply.index();
    }

    /** Looks at what changes without the server: its silence, and the machine. */
    private void watch() {
        try {
            long looked = System.nanoTime();
            while (!closed.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                allocations.stopDisconnected(contact.silence());
                if (System.nanoTime() - looked > LOOK_EVERY.toNanos()) {
                    looked = System.nanoTime();
                    RegisterRequest now = NodeFacts.of(settings, drivers);
                    if (!now.equals(facts.getAndSet(now))) {
                        registered = false;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("node {} no longer looks at its machine", settings.name(), e);
        }
    }
}
