package dev.slipway.audit.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree of one size over stored hashes. Computes roots and proofs; reads each tile of 256 hashes at most once, so make a
 * new one for every question. Not thread safe.
 */
public final class Tree {
    private final HashSource source;
    private final long size;
    private final Map<Place, List<TreeHash>> tiles = new HashMap<>();

    /** @param size at most the number of leaves the source knows */
    public Tree(HashSource source, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no " + size + " leaves");
        }
        this.source = source;
        this.size = size;
    }

    public TreeHead head() {
        return size == 0 ? TreeHead.EMPTY : new TreeHead(size, over(0, size));
    }

    /** What is needed to go on from here. */
    public Frontier frontier() {
        List<TreeHash> roots = new ArrayList<>();
        long begin = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >> level & 1) == 1) {
                roots.add(complete(level, begin >> level));
                begin += 1L << level;
            }
        }
        return new Frontier(size, roots);
    }

    /**
     * Proof that the leaf of that index is in this tree (RFC 9162, 2.1.3.1).
     *
     * @throws IndexOutOfBoundsException when the tree has no such leaf
     */
    public List<TreeHash> inclusion(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("a tree of " + size + " leaves has no leaf " + index);
        }
        List<TreeHash> proof = new ArrayList<>();
        inclusion(index, 0, size, proof);
        return proof;
    }

    /**
     * Proof that this tree begins with the one of {@code older} leaves (RFC 9162, 2.1.4.1).
     *
     * @param older 0 to this tree's size; the proof is empty for both ends
     */
    public List<TreeHash> consistency(long older) {
        if (older < 0 || older > size) {
            throw new IndexOutOfBoundsException("a tree of " + size + " leaves has no beginning of " + older);
        }
        List<TreeHash> proof = new ArrayList<>();
        if (older > 0 && older < size) {
            consistency(older, 0, size, true, proof);
        }
        return proof;
    }

    private void inclusion(long index, long begin, long end, List<TreeHash> proof) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (index < middle) {
            inclusion(index, begin, middle, proof);
            proof.add(over(middle, end));
        } else {
            inclusion(index, middle, end, proof);
            proof.add(over(begin, middle));
        }
    }

    private void consistency(long older, long begin, long end, boolean whole, List<TreeHash> proof) {
        if (older == end) {
            if (!whole) {
                proof.add(over(begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (older <= middle) {
            consistency(older, begin, middle, whole, proof);
            proof.add(over(middle, end));
        } else {
            consistency(older, middle, end, false, proof);
            proof.add(over(begin, middle));
        }
    }

    /** Root over the leaves from {@code begin}, a multiple of the power of two below the length, to {@code end}. */
    private TreeHash over(long begin, long end) {
        long length = end - begin;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return complete(level, begin >> level);
        }
        long middle = begin + split(length);
        return TreeHash.node(over(begin, middle), over(middle, end));
    }

    private TreeHash complete(int level, long number) {
        int stratum = level / Strata.LEVELS;
        int above = level % Strata.LEVELS;
        long from = number << above;
        List<TreeHash> tile = tile(stratum, from / Strata.WIDTH);
        int place = (int) (from % Strata.WIDTH);
        List<TreeHash> hashes = tile.subList(place, place + (1 << above));
        while (hashes.size() > 1) {
            List<TreeHash> next = new ArrayList<>(hashes.size() / 2);
            for (int left = 0; left < hashes.size(); left += 2) {
                next.add(TreeHash.node(hashes.get(left), hashes.get(left + 1)));
            }
            hashes = next;
        }
        return hashes.getFirst();
    }

    private List<TreeHash> tile(int stratum, long number) {
        return tiles.computeIfAbsent(new Place(stratum, number), key -> {
            long from = number * Strata.WIDTH;
            int count = (int) Math.min(Strata.WIDTH, Strata.complete(stratum, size) - from);
            return source.read(stratum, from, count);
        });
    }

    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    private record Place(int stratum, long tile) {}
}
