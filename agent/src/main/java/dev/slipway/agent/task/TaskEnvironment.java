package dev.slipway.agent.task;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The variables a task finds. */
final class TaskEnvironment {
    private TaskEnvironment() {}

    /** Values of the file first, then secrets, then ours: a file cannot make a task believe that it is another. */
    static Map<String, String> of(
            TaskPlace place, Map<String, Integer> ports, Path secretsDir, Map<String, String> secrets, String address) {
        Map<String, String> env = new LinkedHashMap<>(place.task().env());
        env.putAll(secrets);
        place.assignment().meta().forEach((name, value) -> env.put("SLIPWAY_META_" + upper(name), value));
        env.put("SLIPWAY_ALLOC_ID", place.allocationId());
        env.put("SLIPWAY_JOB", place.assignment().jobKey());
        env.put("SLIPWAY_VERSION", Long.toString(place.assignment().version()));
        env.put("SLIPWAY_GROUP", place.assignment().group().name());
        env.put("SLIPWAY_TASK", place.name());
        env.put("SLIPWAY_INDEX", Integer.toString(place.assignment().index()));
        env.put("SLIPWAY_SECRETS_DIR", secretsDir.toString());
        ports.forEach((name, port) -> {
            put(env, "SLIPWAY_PORT_", name, port.toString());
            put(env, "SLIPWAY_ADDR_", name, address + ":" + port);
        });
        return env;
    }

    /** A shell cannot name a variable with a hyphen, and people write both cases. */
    private static void put(Map<String, String> env, String prefix, String name, String value) {
        env.put(prefix + name.replace('-', '_'), value);
        env.put(prefix + upper(name), value);
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
