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

    /** Of one part work there are so many parts rest: where everything takes long, more facts are numbered together. */
    private static final int REST = 3;

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

    private static Duration apart(long workNanos) {
        long rest = Math.min(workNanos * REST, LONGEST_APART.toNanos());
        return Duration.ofNanos(Math.max(rest, SHORTEST_APART.toNanos()));
    }
}
