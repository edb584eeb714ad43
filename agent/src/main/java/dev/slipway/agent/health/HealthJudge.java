package dev.slipway.agent.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides once whether an allocation is healthy: well without a break for the time asked, before the deadline. Pure:
 * told what changes and what time it is. Not thread-safe.
 */
public final class HealthJudge {
    private final Duration minHealthy;
    private final Instant deadline;
    private @Nullable Instant wellSince;
    private @Nullable Boolean decided;

    public HealthJudge(Duration minHealthy, Instant deadline, @Nullable Boolean decided) {
        this.minHealthy = minHealthy;
        this.deadline = deadline;
        this.decided = decided;
    }

    /** Tells how it is now; the answer is the decision as it stands, null while there is none. */
    public @Nullable Boolean look(boolean well, boolean failed, Instant now) {
        if (failed) {
            decided = false;
        }
        if (decided != null) {
            return decided;
        }
        if (!well) {
            wellSince = null;
        } else if (wellSince == null) {
            wellSince = now;
        }
        if (wellSince != null
                && !now.isBefore(wellSince.plus(minHealthy))
                && !wellSince.plus(minHealthy).isAfter(deadline)) {
            decided = true;
        } else if (!now.isBefore(deadline)) {
            decided = false;
        }
        return decided;
    }

    /** When to look again although nothing changed; empty when it is decided. */
    public Optional<Instant> next() {
        if (decided != null) {
            return Optional.empty();
        }
        Instant well = wellSince == null ? deadline : wellSince.plus(minHealthy);
        return Optional.of(well.isBefore(deadline) ? well : deadline);
    }
}
