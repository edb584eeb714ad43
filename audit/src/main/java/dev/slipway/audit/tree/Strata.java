package dev.slipway.audit.tree;

/**
 * Which hashes are stored: those on every eighth level, as in tiles of 256. Stratum 0 is the leaves; hash {@code i} of
 * stratum {@code s} is the root over the {@code 256^s} leaves from {@code i * 256^s}. Everything between is computed.
 */
public final class Strata {
    /** Levels from one stratum to the next. */
    public static final int LEVELS = 8;

    /** Hashes of one stratum below one hash of the next. */
    public static final int WIDTH = 1 << LEVELS;

    private Strata() {}

    /** How many hashes of the stratum are complete in a tree of that size. */
    public static long complete(int stratum, long size) {
        return size >> (stratum * LEVELS);
    }

    /**
     * A hash to be stored.
     *
     * @param stratum 0 and up
     * @param number place within the stratum, from 0
     * @param hash the root over its leaves
     */
    public record Stored(int stratum, long number, TreeHash hash) {}
}
