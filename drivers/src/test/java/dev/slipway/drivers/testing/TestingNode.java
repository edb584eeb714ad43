package dev.slipway.drivers.testing;

import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spec.ResourcesSpec;
import dev.slipway.model.spi.TaskStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folders of a node as an agent would lay them out.
 *
 * @param root folder that holds everything
 */
public record TestingNode(Path root) {
    public Path stateRoot() {
        return root.resolve("drivers");
    }

    /** A start with a fresh key, default resources and folders of its own. */
    public TaskStart start(Map<String, Object> config) {
        return start(UUID.randomUUID() + "/main/0", config);
    }

    /** A start with this key. The same key gives the same folders. */
    public TaskStart start(String key, Map<String, Object> config) {
        Path folder = root.resolve("allocations").resolve(key.replace('/', '_'));
        return new TaskStart(
                key,
                key.substring(0, key.indexOf('/')),
                "main",
                config,
                Map.of("GREETING", "it's \"me\" $HOME"),
                ResourcesSpec.DEFAULT,
                made(folder.resolve("work")),
                made(folder.resolve("secrets")),
                made(folder.resolve("logs")),
                LogsSpec.DEFAULT,
                made(folder.resolve("state")));
    }

    public static TaskStart with(TaskStart start, ResourcesSpec resources, LogsSpec logs) {
        return new TaskStart(
                start.key(),
                start.allocationId(),
                start.task(),
                start.config(),
                start.env(),
                resources,
                start.workDir(),
                start.secretsDir(),
                start.logDir(),
                logs,
                start.stateDir());
    }

    /** The same start with another environment. */
    public static TaskStart withEnvironment(TaskStart start, Map<String, String> environment) {
        return new TaskStart(
                start.key(),
                start.allocationId(),
                start.task(),
                start.config(),
                environment,
                start.resources(),
                start.workDir(),
                start.secretsDir(),
                start.logDir(),
                start.logs(),
                start.stateDir());
    }

    /** The same start in another work folder. */
    public static TaskStart in(TaskStart start, Path workDir) {
        return new TaskStart(
                start.key(),
                start.allocationId(),
                start.task(),
                start.config(),
                start.env(),
                start.resources(),
                workDir,
                start.secretsDir(),
                start.logDir(),
                start.logs(),
                start.stateDir());
    }

    /** What a task wrote to a stream, over all files that are left. */
    public static String output(TaskStart start, String stream) {
        String prefix = start.task() + "." + stream + ".";
        try (Stream<Path> files = Files.list(start.logDir())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted(Comparator.comparingInt(file -> number(file, prefix)))
                    .map(TestingNode::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file, String prefix) {
        return Integer.parseInt(file.getFileName().toString().substring(prefix.length()));
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
