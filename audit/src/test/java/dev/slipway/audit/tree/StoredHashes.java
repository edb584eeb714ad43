package dev.slipway.audit.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stored hashes in memory, and the tree they make. */
public final class StoredHashes implements HashSource {
    private final Map<Integer, List<TreeHash>> strata = new HashMap<>();
    private final Frontier frontier = new Frontier();

    /** Of leaves {@code entry 0}, {@code entry 1} and so on. */
    public static StoredHashes ofEntries(int count) {
        StoredHashes hashes = new StoredHashes();
        for (int index = 0; index < count; index++) {
            hashes.append(TreeHash.leaf("entry " + index));
        }
        return hashes;
    }

    public void append(TreeHash leaf) {
        frontier.append(leaf, stored -> {
            List<TreeHash> stratum = strata.computeIfAbsent(stored.stratum(), key -> new ArrayList<>());
            if (stratum.size() != stored.number()) {
                throw new IllegalStateException("hash " + stored.number() + " comes out of order");
            }
            stratum.add(stored.hash());
        });
    }

    public Frontier frontier() {
        return frontier;
    }

    public TreeHash leaf(long index) {
        return strata.get(0).get((int) index);
    }

    @Override
    public List<TreeHash> read(int stratum, long from, int count) {
        return List.copyOf(strata.get(stratum).subList((int) from, (int) from + count));
    }
}
