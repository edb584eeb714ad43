package dev.slipway.worker.loop;

import dev.slipway.store.upkeep.CleanUp;
import java.time.Duration;

/** Deletes what is past its retention, a batch at a time with room for others in between. */
public final class CleanUpLoop implements Loop.Work {
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final CleanUp cleanUp;

    public CleanUpLoop(CleanUp cleanUp) {
        this.cleanUp = cleanUp;
    }

    @Override
    public Duration look() {
        return cleanUp.run() ? BETWEEN_BATCHES : EVERY;
    }
}
