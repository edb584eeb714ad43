package dev.slipway.worker.loop;

import dev.slipway.store.Database;
import dev.slipway.store.run.EventSequence;
import java.time.Duration;

/** Gives committed facts their numbers, a batch at a time, in one worker of all. */
public final class Sequencer implements Loop.Work {
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration SHORTEST_APART = Duration.ofMillis(4);

    /** Nobody watches faster than this. */
    private static final Duration LONGEST_APART = Duration.ofMillis(50);

    /** A batch that takes no longer than this means a quiet machine. */
    private static final long QUICK_NANOS = Duration.ofMillis(6).toNanos();

    private final Database database;
    private Duration apart = SHORTEST_APART;
    private long lastNanos = System.nanoTime() - LONGEST_APART.toNanos();

    public Sequencer(Database database) {
        this.database = database;
    }

    @Override
    public Duration look() {
        long since = System.nanoTime() - lastNanos;
        if (since < apart.toNanos()) {
            return apart.minusNanos(since);
        }
        lastNanos = System.nanoTime();
        int moved = database.inTransaction(handle -> EventSequence.advance(handle, BATCH));
        apart = apart(System.nanoTime() - lastNanos);
        return moved == BATCH ? Duration.ZERO : IDLE;
    }

    /**
     * Where all is quiet the next fact is numbered at once; the busier it gets, the more are numbered together: from
     * begin to begin it takes the square of what a batch takes, in units of a quick one.
     */
    static Duration apart(long workNanos) {
        double apart = (double) workNanos * workNanos / QUICK_NANOS;
        return Duration.ofNanos(
                (long) Math.clamp(apart, (double) SHORTEST_APART.toNanos(), (double) LONGEST_APART.toNanos()));
    }
}
