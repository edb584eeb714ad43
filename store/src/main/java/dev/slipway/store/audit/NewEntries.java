package dev.slipway.store.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts with their places, to be added in one piece.
 *
 * @param expected size of the log they follow
 * @param root of the tree with them, 32 bytes
 * @param entries in order
 * @param nodes hashes of higher strata that became complete
 */
public record NewEntries(long expected, byte[] root, List<Row> entries, List<Node> nodes) {
    public NewEntries {
        requireNonNull(root, "root is null");
        entries = List.copyOf(entries);
        nodes = List.copyOf(nodes);
    }

    /**
     * One entry.
     *
     * @param intakeId fact it is made of
     * @param actor {@code <issuer>#<subject>}
     * @param body canonical text
     * @param leaf its hash, 32 bytes
     */
    public record Row(
            long intakeId,
            Instant at,
            String kind,
            String actor,
            @Nullable String project,
            @Nullable String run,
            String body,
            byte[] leaf) {}

    /**
     * A stored hash above the leaves.
     *
     * @param stratum 1 and up
     */
    public record Node(int stratum, long number, byte[] hash) {}
}
