package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.model.spec.UpdateSpec;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pacing of a stage's rollouts; null is "not mentioned", which leaves it to the job file.
 *
 * @param strategy rolling when absent
 * @param canary instances of the new version that go first, with strategy canary
 * @param maxParallel instances in motion at once, 1 and up
 * @param minHealthyTime how long an instance must stay healthy to count
 * @param healthyDeadline longest time from placement to healthy
 * @param progressDeadline longest time without a newly healthy instance
 * @param autoRevert whether the last stable version is restored after a failure
 */
public record Rollout(
        Strategy strategy,
        @Nullable Integer canary,
        @Nullable Integer maxParallel,
        @Nullable Duration minHealthyTime,
        @Nullable Duration healthyDeadline,
        @Nullable Duration progressDeadline,
        @Nullable Boolean autoRevert) {
    /** Mentions nothing. */
    public static final Rollout DEFAULT = new Rollout(Strategy.ROLLING, null, null, null, null, null, null);

    public Rollout {
        strategy = strategy == null ? Strategy.ROLLING : strategy;
    }

    /** The job file's pacing with what this mentions put in its place. */
    public UpdateSpec over(UpdateSpec update) {
        return new UpdateSpec(
                maxParallel == null ? update.maxParallel() : maxParallel,
                minHealthyTime == null ? update.minHealthyTime() : minHealthyTime,
                healthyDeadline == null ? update.healthyDeadline() : healthyDeadline,
                progressDeadline == null ? update.progressDeadline() : progressDeadline,
                autoRevert == null ? update.autoRevert() : autoRevert);
    }

    Rollout withAutoRevert() {
        return new Rollout(strategy, canary, maxParallel, minHealthyTime, healthyDeadline, progressDeadline, true);
    }

    /** How a new version takes over. */
    public enum Strategy {
        ROLLING,
        CANARY;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Strategy of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
