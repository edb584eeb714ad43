package dev.slipway.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The roots of the complete subtrees a tree consists of, largest first: all that is needed to add leaves and to know the
 * root. Not thread safe.
 */
public final class Frontier {
    private final List<TreeHash> roots;
    private long size;

    /** Of the empty tree. */
    public Frontier() {
        this(0, List.of());
    }

    /**
     * @param roots one per bit that is set in {@code size}, highest first
     */
    public Frontier(long size, List<TreeHash> roots) {
        if (size < 0 || Long.bitCount(size) != roots.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves does not consist of " + roots.size() + " subtrees");
        }
        this.size = size;
        this.roots = new ArrayList<>(roots);
    }

    public long size() {
        return size;
    }

    /** Adds a leaf. */
    public void append(TreeHash leaf) {
        append(leaf, stored -> {});
    }

    /**
     * Adds a leaf.
     *
     * @param store takes every hash that is complete now and is to be stored, the leaf itself first
     */
    public void append(TreeHash leaf, Consumer<Strata.Stored> store) {
        store.accept(new Strata.Stored(0, size, leaf));
        TreeHash hash = leaf;
        int level = 0;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = TreeHash.node(roots.removeLast(), hash);
            level++;
            if (level % Strata.LEVELS == 0) {
                store.accept(new Strata.Stored(level / Strata.LEVELS, size >> level, hash));
            }
        }
        roots.add(hash);
        size++;
    }

    /** Size and root now. */
    public TreeHead head() {
        if (roots.isEmpty()) {
            return TreeHead.EMPTY;
        }
        TreeHash root = roots.getLast();
        for (int place = roots.size() - 2; place >= 0; place--) {
            root = TreeHash.node(roots.get(place), root);
        }
        return new TreeHead(size, root);
    }

    /** An independent copy. */
    public Frontier copy() {
        return new Frontier(size, roots);
    }
}
