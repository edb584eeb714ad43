package dev.slipway.scheduler.core;

import dev.slipway.store.placement.NodeRoom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds nodes by bin packing: of the nodes that can take an allocation the fullest one wins, unless it holds an instance
 * of the same group already or its predecessor failed there.
 */
final class Placer {
    private final Map<String, NodeRoom> nodes = new HashMap<>();
    private final Map<String, Integer> neighbours;

    /**
     * @param nodes every node of the pool
     * @param neighbours {@link #neighbour} to how many instances of that group stand on that node
     */
    Placer(List<NodeRoom> nodes, Map<String, Integer> neighbours) {
        nodes.forEach(node -> this.nodes.put(node.id(), node));
        this.neighbours = new HashMap<>(neighbours);
    }

    static String neighbour(String group, String nodeId) {
        return group + "@" + nodeId;
    }

    /** Takes room for the wish on the best node; empty when no node can take it. */
    Optional<NodeRoom> place(Wish wish) {
        Optional<NodeRoom> best = nodes.values().stream()
                .filter(node -> refusal(node, wish).isEmpty())
                .max(Comparator.<NodeRoom>comparingDouble(node -> score(node, wish))
                        .thenComparing(NodeRoom::id, Comparator.reverseOrder()));
        best.ifPresent(node -> {
            nodes.put(node.id(), node.with(wish.cpu(), wish.memory()));
            neighbours.merge(neighbour(wish.group(), node.id()), 1, Integer::sum);
        });
        return best;
    }

    /** Why no node can take the wish, one sentence per reason. */
    List<String> refusals(Wish wish) {
        Set<String> reasons = new TreeSet<>();
        nodes.values().forEach(node -> refusal(node, wish).ifPresent(why -> reasons.add(node.name() + ": " + why)));
        return reasons.isEmpty() ? List.of("the pool has no nodes") : new ArrayList<>(reasons);
    }

    /** Whether the node could take the wish if it were empty. */
    static boolean suits(NodeRoom node, Wish wish) {
        return node.usable()
                && node.drivers().containsAll(wish.drivers())
                && node.cpu() >= wish.cpu()
                && node.memory() >= wish.memory();
    }

    /** Nodes as they are after what was placed so far. */
    List<NodeRoom> rooms() {
        return nodes.values().stream()
                .sorted(Comparator.comparing(NodeRoom::id))
                .toList();
    }

    private static Optional<String> refusal(NodeRoom node, Wish wish) {
        if (!node.usable()) {
            return Optional.of("not ready");
        }
        if (!node.drivers().containsAll(wish.drivers())) {
            Set<String> missing = new TreeSet<>(wish.drivers());
            missing.removeAll(node.drivers());
            return Optional.of("driver " + String.join(", ", missing) + " is not healthy");
        }
        if (node.freeCpu() < wish.cpu()) {
            return Optional.of("cpu " + node.freeCpu() + " of " + node.cpu() + " free, " + wish.cpu() + " needed");
        }
        if (node.freeMemory() < wish.memory()) {
            return Optional.of("memory " + mebibytes(node.freeMemory()) + " of " + mebibytes(node.memory())
                    + " MiB free, " + mebibytes(wish.memory()) + " MiB needed");
        }
        return Optional.empty();
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private double score(NodeRoom node, Wish wish) {
        double cpu = free(node.freeCpu() - wish.cpu(), node.cpu());
        double memory = free(node.freeMemory() - wish.memory(), node.memory());
        double packing = (20 - Math.pow(10, cpu) - Math.pow(10, memory)) / 18;
        int beside = neighbours.getOrDefault(neighbour(wish.group(), node.id()), 0);
        double penalty = node.id().equals(wish.avoid()) ? 2 : 0;
        return packing - beside - penalty;
    }

    private static double free(double left, double whole) {
        return whole <= 0 ? 0 : left / whole;
    }
}
