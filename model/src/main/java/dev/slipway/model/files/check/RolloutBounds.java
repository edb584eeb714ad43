package dev.slipway.model.files.check;

import dev.slipway.model.spec.UpdateSpec;

/** {@code minHealthyTime < healthyDeadline < progressDeadline}. */
public final class RolloutBounds {
    private RolloutBounds() {}

    /** Checks an update with every default in it; {@code pointer} is where it stands. */
    public static void check(String pointer, UpdateSpec update, Findings findings) {
        findings.shorter(
                pointer + "/minHealthyTime",
                "minHealthyTime",
                update.minHealthyTime(),
                "healthyDeadline",
                update.healthyDeadline());
        findings.shorter(
                pointer + "/healthyDeadline",
                "healthyDeadline",
                update.healthyDeadline(),
                "progressDeadline",
                update.progressDeadline());
    }
}
