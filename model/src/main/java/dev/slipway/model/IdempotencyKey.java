package dev.slipway.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Names one effect of one run for ever: {@code <workflow id>/<generation>/<stage or ->/<step>[/<item>]}. Attempts,
 * Temporal run ids and activity ids are never part of it, so a retried effect carries the key of its predecessor.
 *
 * @param workflowId id of the workflow that owns the effect
 * @param generation 1 for the first execution, one more for each retry by a person
 * @param stage stage name, or null for steps 1 to 3
 * @param step the step
 * @param item pipeline task, region, hand-over system or job; null when the step has one effect only
 */
public record IdempotencyKey(
        String workflowId,
        int generation,
        @Nullable String stage,
        StepName step,
        @Nullable String item) {
    public IdempotencyKey {
        requireNonNull(workflowId, "workflowId is null");
        requireNonNull(step, "step is null");
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be at least 1");
        }
    }

    public String value() {
        String base = workflowId + "/" + generation + "/" + (stage == null ? "-" : stage) + "/" + step.text();
        return item == null ? base : base + "/" + item;
    }

    /** First 32 hexadecimal digits of the SHA-256 of {@code key}: the form used where names must be short. */
    public static String shortHash(String key) {
        return Digest.of(key).hex().substring(0, 32);
    }

    @Override
    public String toString() {
        return value();
    }
}
