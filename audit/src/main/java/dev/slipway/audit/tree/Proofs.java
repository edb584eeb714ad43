package dev.slipway.audit.tree;

import java.util.Iterator;
import java.util.List;

/** Verification of proofs: RFC 9162, 2.1.3.2 and 2.1.4.2. Whatever is handed in, the answer is yes or no. */
public final class Proofs {
    private Proofs() {}

    /** Whether the proof shows that {@code leaf} stands at {@code index} in the tree of that head. */
    public static boolean includes(TreeHead head, long index, TreeHash leaf, List<TreeHash> proof) {
        if (index < 0 || index >= head.size()) {
            return false;
        }
        long place = index;
        long last = head.size() - 1;
        TreeHash root = leaf;
        for (TreeHash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                root = TreeHash.node(sibling, root);
                int skipped = Long.numberOfTrailingZeros(place);
                place >>= skipped;
                last >>= skipped;
            } else {
                root = TreeHash.node(root, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && root.equals(head.root());
    }

    /** Whether the proof shows that the tree of {@code newer} begins with the one of {@code older}. */
    public static boolean grows(TreeHead older, TreeHead newer, List<TreeHash> proof) {
        if (older.size() > newer.size()) {
            return false;
        }
        if (older.size() == newer.size() || older.size() == 0) {
            return proof.isEmpty() && (older.size() == 0 || older.root().equals(newer.root()));
        }
        if (proof.isEmpty()) {
            return false;
        }
        return walk(older, newer, proof);
    }

    private static boolean walk(TreeHead older, TreeHead newer, List<TreeHash> proof) {
        int skipped = Long.numberOfTrailingZeros(older.size());
        long place = older.size() - 1 >> skipped;
        long last = newer.size() - 1 >> skipped;
        Iterator<TreeHash> rest = proof.iterator();
        TreeHash first = Long.bitCount(older.size()) == 1 ? older.root() : rest.next();
        TreeHash second = first;
        while (rest.hasNext()) {
            TreeHash sibling = rest.next();
            if (last == 0) {
                return false;
            }
            if ((place & 1) == 1 || place == last) {
                first = TreeHash.node(sibling, first);
                second = TreeHash.node(sibling, second);
                int level = Long.numberOfTrailingZeros(place);
                place >>= level;
                last >>= level;
            } else {
                second = TreeHash.node(second, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && first.equals(older.root()) && second.equals(newer.root());
    }
}
