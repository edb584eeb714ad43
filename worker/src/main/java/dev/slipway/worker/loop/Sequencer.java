package dev.slipway.worker.loop;

import dev.slipway.store.Database;
import dev.slipway.store.run.EventSequence;
import java.time.Duration;

/** Gives committed facts their numbers, a batch at a time, in one worker of all. */
public final class Sequencer implements Loop.Work {
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** Facts that come in a crowd are numbered together; nobody watches faster than this. */
    private static final Duration TOGETHER = Duration.ofMillis(20);

    /** From how many at once they count as a crowd. */
    private static final int CROWD = 6;

    private static final Duration ALONE = Duration.ofMillis(4);

    private final Database database;
    private Duration apart = ALONE;
    private long lastNanos = System.nanoTime() - TOGETHER.toNanos();

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
        apart = moved < CROWD ? ALONE : TOGETHER;
        return moved == BATCH ? TOGETHER : IDLE;
    }
}
