package dev.slipway.worker.loop;

import dev.slipway.store.Database;
import dev.slipway.store.run.EventSequence;
import java.time.Duration;

/** Gives committed facts their numbers, a batch at a time, in one worker of all. */
public final class Sequencer implements Loop.Work {
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Database database;

    public Sequencer(Database database) {
        this.database = database;
    }

    @Override
    public Duration look() {
        int moved = database.inTransaction(handle -> EventSequence.advance(handle, BATCH));
        return moved == BATCH ? Duration.ZERO : IDLE;
    }
}
