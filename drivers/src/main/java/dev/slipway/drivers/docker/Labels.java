package dev.slipway.drivers.docker;

import dev.slipway.model.DataSize;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spi.TaskStart;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a container of ours says of itself: all a driver needs to take it up without any memory of its own.
 *
 * @param key the start's key
 * @param task task name
 * @param logDir folder of the output files
 * @param folder folder of the driver's files for this start
 * @param logs rotation
 */
record Labels(String key, String task, Path logDir, Path folder, LogsSpec logs) {
    static final String PREFIX = "dev.slipway.";
    static final String KEY = PREFIX + "key";
    static final String SCOPE = PREFIX + "scope";
    private static final String TASK = PREFIX + "task";
    private static final String LOG_DIR = PREFIX + "log-dir";
    private static final String FOLDER = PREFIX + "folder";
    private static final String LOG_FILES = PREFIX + "log-files";
    private static final String LOG_SIZE = PREFIX + "log-size";

    static Labels of(TaskStart start) {
        Path folder = start.stateDir().resolve(IdempotencyKey.shortHash(start.key()));
        return new Labels(start.key(), start.task(), start.logDir(), folder, start.logs());
    }

    /** Reads what {@link #toMap} wrote. */
    static Labels of(Map<String, String> labels) {
        return new Labels(
                labels.getOrDefault(KEY, ""),
                labels.getOrDefault(TASK, ""),
                Path.of(labels.getOrDefault(LOG_DIR, "")),
                Path.of(labels.getOrDefault(FOLDER, "")),
                new LogsSpec(
                        Integer.parseInt(labels.getOrDefault(LOG_FILES, "0")),
                        new DataSize(Long.parseLong(labels.getOrDefault(LOG_SIZE, "0")))));
    }

    Map<String, String> toMap(String scope) {
        return Map.of(
                KEY, key,
                SCOPE, scope,
                TASK, task,
                LOG_DIR, logDir.toString(),
                FOLDER, folder.toString(),
                LOG_FILES, Integer.toString(logs.maxFiles()),
                LOG_SIZE, Long.toString(logs.maxFileSize().bytes()));
    }

    /** Name of the container of a key. */
    static String containerName(String key) {
        return "slipway-" + IdempotencyKey.shortHash(key);
    }
}
