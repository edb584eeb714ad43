package dev.slipway.model.spec;

import dev.slipway.model.DataSize;

/**
 * Rotation of a task's output on its node.
 *
 * @param maxFiles files kept per stream, 1 to 100, 10 when absent or 0
 * @param maxFileSize size at which a new file is begun, 10 MiB when absent
 */
public record LogsSpec(int maxFiles, DataSize maxFileSize) {
    public static final LogsSpec DEFAULT = new LogsSpec(10, DataSize.ofMebibytes(10));

    public LogsSpec {
        maxFiles = maxFiles == 0 ? 10 : maxFiles;
        maxFileSize = maxFileSize == null ? DataSize.ofMebibytes(10) : maxFileSize;
    }
}
