package dev.slipway.agent.state;

import dev.slipway.model.AllocationDesired;
import dev.slipway.model.api.NodeApi.Assignment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All an agent must remember of one allocation besides its tasks.
 *
 * @param assignment as the server first gave it
 * @param receivedAt when that was
 * @param stopAt when its tasks are to be stopped; null while they are wanted
 * @param healthy as decided; null while undecided
 * @param passing services whose checks passed when last heard of
 */
public record AllocationRecord(
        Assignment assignment,
        Instant receivedAt,
        @Nullable Instant stopAt,
        @Nullable Boolean healthy,
        List<String> passing) {
    public AllocationRecord {
        Objects.requireNonNull(assignment, "assignment is null");
        Objects.requireNonNull(receivedAt, "receivedAt is null");
        passing = passing == null ? List.of() : List.copyOf(passing);
    }

    public static AllocationRecord received(Assignment assignment, Instant now) {
        return new AllocationRecord(assignment, now, null, null, List.of());
    }

    public String id() {
        return assignment.allocationId();
    }

    public boolean wanted() {
        return assignment.desired() == AllocationDesired.RUN && stopAt == null;
    }

    /** The sooner of two stop times holds, because a stop is never taken back. */
    public AllocationRecord stopping(Instant when) {
        Instant sooner = stopAt == null || when.isBefore(stopAt) ? when : stopAt;
        return new AllocationRecord(assignment, receivedAt, sooner, healthy, passing);
    }

    public AllocationRecord health(@Nullable Boolean decided, List<String> nowPassing) {
        return new AllocationRecord(assignment, receivedAt, stopAt, decided, nowPassing);
    }
}
