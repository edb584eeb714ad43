package dev.slipway.audit.tree;

import java.util.List;

/** Where stored hashes are read from. */
@FunctionalInterface
public interface HashSource {
    /**
     * Consecutive hashes of one stratum, see {@link Strata}.
     *
     * @param count 1 to 256
     * @return exactly {@code count} hashes
     * @throws IllegalStateException when some are missing
     */
    List<TreeHash> read(int stratum, long from, int count);
}
