package dev.slipway.agent.node;

import dev.slipway.agent.state.AllocationRecord;
import dev.slipway.agent.state.Folders;
import dev.slipway.agent.task.AllocationRunner;
import dev.slipway.agent.task.NodeParts;
import dev.slipway.model.AllocationDesired;
import dev.slipway.model.AllocationState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spi.TaskDriver;
import dev.slipway.model.spi.TaskHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allocations of a node, held against what the server says. One thread applies replies. */
final class Allocations {
    private static final Logger LOG = LoggerFactory.getLogger(Allocations.class);
    private static final int KEPT_ENDED = 20;
    private static final Duration KEPT_FOR = Duration.ofHours(1);
    private final NodeParts parts;
    private final UpdateStream updates;
    private final Map<String, AllocationRunner> runners = new ConcurrentHashMap<>();

    Allocations(NodeParts parts, UpdateStream updates) {
        this.parts = parts;
        this.updates = updates;
    }

    /** Takes up everything an earlier agent left, before the server is asked anything. */
    void recover() {
        for (AllocationRecord record : parts.state().allocations()) {
            AllocationRunner runner = AllocationRunner.recovered(record, parts, updates::offer);
            runners.put(record.id(), runner);
            runner.start();
        }
    }

    /** What is known of all of them now. */
    Collection<AllocationUpdate> state() {
        return runners.values().stream().map(AllocationRunner::update).toList();
    }

    /** Does what a reply says. {@code askedNanos} is when it was asked for: later news is not contradicted by it. */
    void apply(SyncReply reply, long askedNanos) {
        reply.allocations().forEach(this::apply);
        if (reply.full()) {
            Set<String> named =
                    reply.allocations().stream().map(Assignment::allocationId).collect(Collectors.toUnmodifiableSet());
            runners.values().stream()
                    .filter(runner -> !named.contains(runner.id()))
                    .forEach(runner -> unnamed(runner, askedNanos));
            removeStrays(named);
        }
    }

    private void apply(Assignment assignment) {
        AllocationRunner runner = runners.get(assignment.allocationId());
        boolean stop = assignment.desired() == AllocationDesired.STOP;
        if (runner != null && runner.ended()) {
            updates.offer(runner.update());
        } else if (runner != null && stop) {
            runner.stop(Duration.ofMillis(assignment.drainMillis()));
        } else if (runner == null && stop) {
            updates.offer(new AllocationUpdate(
                    assignment.allocationId(), AllocationState.COMPLETE, null, Map.of(), List.of()));
        } else if (runner == null) {
            begin(assignment);
        }
    }

    private void begin(Assignment assignment) {
        try {
            AllocationRunner runner = AllocationRunner.fresh(assignment, parts, updates::offer);
            runners.put(runner.id(), runner);
            runner.start();
        } catch (UncheckedIOException e) {
            LOG.error("allocation {} is refused because it cannot be kept on disk", assignment.allocationId(), e);
            updates.offer(refused(assignment, e));
        }
    }

    private AllocationUpdate refused(Assignment assignment, UncheckedIOException failure) {
        Instant now = parts.clock().instant();
        List<TaskStateView.Event> events = List.of(
                new TaskStateView.Event(now, "failed", "the node cannot write its state: " + failure.getMessage()));
        Map<String, TaskStateView> tasks = assignment.group().tasks().stream()
                .collect(Collectors.toUnmodifiableMap(
                        task -> task.name(),
                        task -> new TaskStateView(
                                "dead", true, 0, null, null, false, null, Map.of(), List.of(), events, null, now)));
        return new AllocationUpdate(assignment.allocationId(), AllocationState.FAILED, false, tasks, List.of());
    }

    /** A full list does not name it: it is no longer ours, or the server has taken note of its end. */
    private void unnamed(AllocationRunner runner, long askedNanos) {
        if (!runner.ended()) {
            LOG.info("allocation {} is not ours any more and is stopped", runner.id());
            runner.stop(Duration.ZERO);
            return;
        }
        boolean noted = updates.acknowledgedNanos(runner.id())
                .filter(acknowledged -> acknowledged - askedNanos < 0)
                .isPresent();
        if (noted) {
            runners.remove(runner.id());
            updates.forget(runner.id());
            forget(runner);
        }
    }

    private void forget(AllocationRunner runner) {
        try {
            removeFolders(runner.id());
            parts.state().delete(runner.id());
        } catch (UncheckedIOException e) {
            LOG.warn("allocation {} leaves files behind", runner.id(), e);
        }
    }

    /** Removes the folders of what ended long ago or of more than a few; their files of state go when the server has noted. */
    void collectGarbage() {
        Instant old = parts.clock().instant().minus(KEPT_FOR);
        List<AllocationRunner> ended = runners.values().stream()
                .filter(AllocationRunner::ended)
                .sorted(Comparator.comparing(AllocationRunner::endedAt).reversed())
                .toList();
        for (int index = 0; index < ended.size(); index++) {
            AllocationRunner runner = ended.get(index);
            if (index >= KEPT_ENDED || runner.endedAt().isBefore(old)) {
                removeFolders(runner.id());
            }
        }
        try {
            parts.artifacts().trim();
        } catch (IOException e) {
            LOG.warn("the cache of artifacts cannot be trimmed", e);
        }
    }

    private void removeFolders(String allocationId) {
        Folders.delete(parts.folders().allocations().resolve(allocationId));
    }

    /** Tasks of ours that belong to no allocation we know or are told of. */
    private void removeStrays(Set<String> named) {
        for (TaskDriver driver : parts.drivers().values()) {
            for (TaskHandle handle : list(driver)) {
                String allocationId = handle.key().split("/", 2)[0];
                if (!runners.containsKey(allocationId) && !named.contains(allocationId)) {
                    Thread.ofVirtual().name("stray-" + handle.key()).start(() -> remove(driver, handle));
                }
            }
        }
    }

    private static List<TaskHandle> list(TaskDriver driver) {
        try {
            return driver.list();
        } catch (SlipwayException e) {
            LOG.debug("driver {} cannot say what runs", driver.name(), e);
            return List.of();
        }
    }

    private static void remove(TaskDriver driver, TaskHandle handle) {
        try {
            LOG.warn("task {} belongs to no allocation of this node and is removed", handle.key());
            driver.stop(handle, "SIGTERM", Duration.ofSeconds(5));
            driver.destroy(handle);
        } catch (SlipwayException | UncheckedIOException e) {
            LOG.error("task {} cannot be removed", handle.key(), e);
        }
    }

    /** Stops groups that are not to run without the server. */
    void stopDisconnected(Duration silence) {
        runners.values().stream()
                .filter(runner -> runner.stopOnClientAfter()
                        .filter(limit -> silence.compareTo(limit) > 0)
                        .isPresent())
                .forEach(runner -> runner.stop(Duration.ZERO));
    }

    /** Ends all threads and leaves the tasks alone; returns when what they were writing is written. */
    void leave(Duration limit) throws InterruptedException {
        runners.values().forEach(AllocationRunner::leave);
        long deadline = System.nanoTime() + limit.toNanos();
        for (AllocationRunner runner : runners.values()) {
            if (!runner.awaitLeft(deadline)) {
                LOG.warn("allocation {} is slow to be left", runner.id());
            }
        }
    }
}
