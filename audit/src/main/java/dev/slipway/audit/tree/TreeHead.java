package dev.slipway.audit.tree;

import static java.util.Objects.requireNonNull;

/**
 * Size and root of a tree at one moment.
 *
 * @param size number of leaves, 0 and up
 * @param root hash of the whole tree
 */
public record TreeHead(long size, TreeHash root) {
    /** Head of the tree without leaves. */
    public static final TreeHead EMPTY = new TreeHead(0, TreeHash.EMPTY);

    public TreeHead {
        requireNonNull(root, "root is null");
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no " + size + " leaves");
        }
        if (size == 0 && !root.equals(TreeHash.EMPTY)) {
            throw new IllegalArgumentException("the empty tree has another root");
        }
    }
}
