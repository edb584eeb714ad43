package dev.slipway.store.audit;

import static java.util.Objects.requireNonNull;

/**
 * Where the log stands.
 *
 * @param size number of entries
 * @param root of their tree, 32 bytes
 */
public record LogHead(long size, byte[] root) {
    public LogHead {
        requireNonNull(root, "root is null");
    }
}
