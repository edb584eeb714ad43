package dev.slipway.agent.node;

import dev.slipway.client.ApiException;
import dev.slipway.client.NodeClient;
import dev.slipway.drivers.durable.AtomicFiles;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server what happened: at once, in order, one batch in flight. While a batch is under way only the newest
 * state per allocation is kept for the next. A batch stays on disk, under its number, until it is acknowledged.
 */
final class UpdateStream {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private final Path file;
    private final Contact contact;
    private volatile Runnable stale = () -> {};
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, AllocationUpdate> waiting = new LinkedHashMap<>();
    private final Map<String, Long> acknowledgedNanos = new LinkedHashMap<>();
    private @Nullable UpdateBatch pending;
    private long epoch;
    private long lastSeq;

    UpdateStream(Path folder, Contact contact) {
        this.file = folder.resolve("update.json");
        this.contact = contact;
        this.pending = readPending(file);
    }

    /** Called when the server refuses this node's epoch; the stream then rests until {@link #registered}. */
    void onStale(Runnable action) {
        stale = action;
    }

    void offer(AllocationUpdate update) {
        lock.lock();
        try {
            waiting.put(update.allocationId(), update);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Goes on under a (new) epoch, telling everything that is known now. */
    void registered(SyncHeader header, Collection<AllocationUpdate> everything) {
        lock.lock();
        try {
            UpdateBatch unsure = pending;
            if (unsure != null && (unsure.seq() <= header.appliedSeq() || unsure.nodeEpoch() != header.nodeEpoch())) {
                // What a refused batch said is said again below, as far as it still holds.
                settled();
            }
            lastSeq = Math.max(header.appliedSeq(), pending == null ? 0 : pending.seq());
            epoch = header.nodeEpoch();
            everything.forEach(update -> waiting.put(update.allocationId(), update));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When the server last acknowledged an update of an allocation, and none is waiting. */
    Optional<Long> acknowledgedNanos(String allocationId) {
        lock.lock();
        try {
            boolean open = waiting.containsKey(allocationId)
                    || pending != null
                            && pending.changes().stream()
                                    .anyMatch(change -> change.allocationId().equals(allocationId));
            return open ? Optional.empty() : Optional.ofNullable(acknowledgedNanos.get(allocationId));
        } finally {
            lock.unlock();
        }
    }

    void forget(String allocationId) {
        lock.lock();
        try {
            waiting.remove(allocationId);
            acknowledgedNanos.remove(allocationId);
        } finally {
            lock.unlock();
        }
    }

    /** The sending loop; ends by interrupt. */
    void run(NodeClient client) {
        try {
            Duration pause = FIRST_PAUSE;
            while (true) {
                UpdateBatch batch = next();
                pause = send(client, batch) ? FIRST_PAUSE : pauseFor(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("updates are no longer sent", e);
        }
    }

    private UpdateBatch next() throws InterruptedException {
        lock.lock();
        try {
            while (epoch == 0 || pending == null && waiting.isEmpty()) {
                changed.await();
            }
            UpdateBatch batch = pending;
            if (batch == null) {
                batch = new UpdateBatch(epoch, lastSeq + 1, List.copyOf(waiting.values()));
                waiting.clear();
                lastSeq = batch.seq();
                pending = batch;
                write(batch);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private boolean send(NodeClient client, UpdateBatch batch) throws InterruptedException {
        try {
            client.update(batch);
            contact.made();
            acknowledged(batch);
            return true;
        } catch (ApiException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return switch (e.code()) {
                case STALE_EPOCH -> {
                    rest();
                    stale.run();
                    yield true;
                }
                case VALIDATION_FAILED, MALFORMED_BODY, PAYLOAD_TOO_LARGE -> {
                    LOG.error("the server refuses update {} for good: {}", batch.seq(), e.problems(), e);
                    acknowledged(batch);
                    yield true;
                }
                default -> {
                    LOG.debug("update {} is to be sent again", batch.seq(), e);
                    yield false;
                }
            };
        }
    }

    private void acknowledged(UpdateBatch batch) {
        lock.lock();
        try {
            if (batch.equals(pending)) {
                settled();
            }
            batch.changes().forEach(change -> acknowledgedNanos.put(change.allocationId(), System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        lock.lock();
        try {
            epoch = 0;
        } finally {
            lock.unlock();
        }
    }

    private void settled() {
        pending = null;
        AtomicFiles.delete(file);
    }

    private Duration pauseFor(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private void write(UpdateBatch batch) {
        try {
            // After a crash of the machine everything is told anew, so this has to outlive the agent only.
            AtomicFiles.write(file, ModelJson.write(batch));
        } catch (UncheckedIOException e) {
            // The number it carries keeps it from being applied twice, disk or no disk.
            LOG.error("update {} cannot be kept on disk", batch.seq(), e);
        }
    }

    private static @Nullable UpdateBatch readPending(Path file) {
        try {
            return AtomicFiles.read(file)
                    .map(json -> ModelJson.read(json, UpdateBatch.class))
                    .orElse(null);
        } catch (SlipwayException e) {
            LOG.error("the unsent update in {} is damaged; everything is told anew", file, e);
            AtomicFiles.delete(file);
            return null;
        }
    }
}
