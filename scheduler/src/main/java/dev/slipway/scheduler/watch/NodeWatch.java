package dev.slipway.scheduler.watch;

import dev.slipway.store.Database;
import dev.slipway.store.node.LastSeen;
import dev.slipway.store.node.NodeLosses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares nodes down whose lease has run out, but only after the sync service and the database were at work without a
 * gap for the lease and a margin: when the service was away, everybody was silent and nobody is lost.
 */
public final class NodeWatch implements AutoCloseable {
    /** Channel on which the sync service shows that it is at work. */
    public static final String CHANNEL = LastSeen.CHANNEL;

    /** Time given to nodes, beyond a lease, to call again after the service was away. */
    public static final Duration MARGIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(3);
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Database database;
    private final Duration lease;
    private final Duration needed;
    private final Availability availability;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-watch").factory());
    private final ScheduledFuture<?> task;

    /**
     * Starts watching.
     *
     * @param database pool of the worker's role
     * @param lease how long nodes may be silent
     * @param margin {@link #MARGIN} in production
     */
    public NodeWatch(Database database, Duration lease, Duration margin) {
        this.database = database;
        this.lease = lease;
        this.needed = lease.plus(margin);
        // Shorter than a lease: else a service that has just died would still count as there when its silence has
        // made every node look silent.
        Duration ofLease = lease.multipliedBy(3).dividedBy(5);
        this.availability = new Availability(ofLease.compareTo(LONGEST_GAP) < 0 ? ofLease : LONGEST_GAP);
        this.task =
                timer.scheduleWithFixedDelay(this::watch, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * A notification came on {@link #CHANNEL}; only the sync service's own payloads count. One that has just begun says
     * that another was gone, perhaps too shortly to be missed, but not too shortly for nodes to pause before they call again.
     */
    public void heard(String payload) {
        synchronized (availability) {
            if (payload.equals(LastSeen.BEGUN)) {
                availability.lost();
            } else if (payload.equals(LastSeen.ALIVE)) {
                availability.sign(System.nanoTime());
            }
        }
    }

    @Override
    public void close() {
        task.cancel(false);
        timer.shutdown();
    }

    private void watch() {
        if (!serviceWasAvailable()) {
            return;
        }
        try {
            List<String> silent = database.jdbi().withHandle(handle -> NodeLosses.silent(handle, lease));
            silent.forEach(this::declareDown);
        } catch (Exception e) {
            synchronized (availability) {
                availability.lost();
            }
            LOG.warn("cannot look at nodes, beginning anew: {}", e.getMessage());
        }
    }

    private boolean serviceWasAvailable() {
        synchronized (availability) {
            return availability.lasting(System.nanoTime()).compareTo(needed) >= 0;
        }
    }

    private void declareDown(String nodeId) {
        boolean down = database.inTransaction(handle -> NodeLosses.declareDown(handle, nodeId, lease));
        if (down) {
            LOG.warn("node {} was silent for more than {} and is declared down", nodeId, lease);
        }
    }
}
