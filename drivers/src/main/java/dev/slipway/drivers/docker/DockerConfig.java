package dev.slipway.drivers.docker;

import dev.slipway.drivers.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code config} of a docker task.
 *
 * @param image reference of an image, a digest at best
 * @param archive file in the work folder, as {@code docker save} writes it, loaded when the image is not on the node
 * @param command what runs: a program with {@code args}, or without them a line for {@code /bin/sh -c}; the image's own
 *     command when empty
 * @param user numeric id it runs as, 1 to 4,000,000,000, 65534 when absent whatever the image says; never root
 * @param writableRoot whether the image's files may be changed, false when absent
 * @param cpuHardLimit whether the task never gets more than its {@code cpu}, false when absent
 * @param pidsLimit most processes and threads, 8 to 100,000, 4096 when absent
 */
record DockerConfig(
        String image,
        Optional<String> archive,
        List<String> command,
        long user,
        boolean writableRoot,
        boolean cpuHardLimit,
        int pidsLimit) {
    private static final List<String> NAMES =
            List.of("image", "archive", "command", "args", "user", "writableRoot", "cpuHardLimit", "pidsLimit");

    static ConfigReader reader(Map<String, Object> config) {
        return new ConfigReader(config, NAMES);
    }

    /** Reads and leaves the problems in {@code reader}. */
    static DockerConfig read(ConfigReader reader) {
        Optional<String> archive = reader.text("archive");
        if (archive.filter(path -> path.startsWith("/") || path.contains("..")).isPresent()) {
            reader.problem("archive", "must be a path inside the work folder");
        }
        return new DockerConfig(
                reader.requiredText("image"),
                archive,
                command(reader),
                reader.number("user", 1, 4_000_000_000L, 65_534),
                reader.flag("writableRoot", false),
                reader.flag("cpuHardLimit", false),
                (int) reader.number("pidsLimit", 8, 100_000, 4096));
    }

    private static List<String> command(ConfigReader reader) {
        Optional<String> command = reader.text("command");
        List<String> arguments = reader.texts("args");
        if (command.isEmpty()) {
            if (reader.has("args")) {
                reader.problem("args", "needs a command");
            }
            return List.of();
        }
        if (command.get().isBlank()) {
            reader.problem("command", "must not be empty");
        }
        if (!reader.has("args")) {
            return List.of("/bin/sh", "-c", command.get());
        }
        List<String> line = new ArrayList<>(List.of(command.get()));
        line.addAll(arguments);
        return List.copyOf(line);
    }
}
