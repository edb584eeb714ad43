package dev.slipway.model.spi;

import java.util.List;

/** Output of tasks, kept after the node is gone, addressed by byte offset. */
public interface LogStore {
    /**
     * Appends what begins at {@code offset}; bytes already stored are ignored, so a repeat is harmless.
     *
     * @param stream {@code stdout} or {@code stderr}
     * @return offset after the last stored byte, where the sender goes on
     */
    long append(String allocationId, String task, String stream, long offset, byte[] bytes);

    /** Up to {@code limit} bytes from {@code offset}; empty at the end. */
    byte[] read(String allocationId, String task, String stream, long offset, int limit);

    /** Streams that have bytes, as {@code <task>/<stream>}. */
    List<String> streams(String allocationId);
}
