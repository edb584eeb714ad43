package dev.slipway.drivers.process;

import dev.slipway.drivers.durable.Changes;
import dev.slipway.drivers.durable.LogFiles;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskStart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts the shim of a task and waits until the task runs or could not. */
final class ShimStarter {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration INTERVAL = Duration.ofMillis(2);
    private final Path script;

    ShimStarter(Path script) {
        this.script = script;
    }

    /** Returns once the task may have run its first instruction; DRIVER_START_FAILED when it never will. */
    void start(TaskStart start, ShimLaunch launch, TaskCgroup cgroup, Path recordFile, Path folder) {
        String environmentFile = environmentFile(start.key());
        Volatile.delete(environmentFile);
        Volatile.create(environmentFile, launch.environment());
        List<String> command = new ArrayList<>(List.of("setsid", "sh", script.toString()));
        command.addAll(launch.arguments());
        Map<String, String> variables = variables(start, launch, cgroup);
        variables.put("SHIM_RECORD", recordFile.toString());
        variables.put("SHIM_STATE", folder.toString());
        Process shim = Programs.spawn(command, variables, ProcessBuilder.Redirect.DISCARD);
        try {
            shim.getOutputStream().close();
            awaitFirstLine(shim);
            awaitStarted(new ShimState(folder));
            Volatile.delete(environmentFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the input of the shim of " + start.key(), e);
        }
    }

    /** Waits for a start whose shim is already at work, also one of another process. */
    void awaitStarted(ShimState state) {
        Optional<ShimState.Phase> phase = settled(state);
        if (phase.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_START_FAILED, "the task was not started within " + LIMIT.toSeconds() + " s");
        }
        if (phase.get() == ShimState.Phase.NEVER_RAN || phase.get() == ShimState.Phase.UNCLAIMED) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_START_FAILED,
                    state.failure().orElse("the shim ended before the task's first instruction"));
        }
    }

    private static Optional<ShimState.Phase> settled(ShimState state) {
        try {
            return new Changes()
                    .await(
                            () -> Optional.of(state.phase()).filter(phase -> phase != ShimState.Phase.STARTING),
                            INTERVAL,
                            LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static String environmentFile(String key) {
        return IdempotencyKey.shortHash(key) + ".environment";
    }

    private static void awaitFirstLine(Process shim) throws IOException {
        // Not closed: the shim's output stays open until it has moved it away itself.
        BufferedReader reader = shim.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        if (line != null) {
            reader.close();
        }
    }

    private static Map<String, String> variables(TaskStart start, ShimLaunch launch, TaskCgroup cgroup) {
        Map<String, String> variables = new HashMap<>();
        variables.put("SHIM_KIND", launch.kind());
        variables.put("SHIM_TASK", start.task());
        variables.put("SHIM_WORK", start.workDir().toString());
        variables.put("SHIM_LOGS", start.logDir().toString());
        variables.put("SHIM_LOG_SIZE", Long.toString(start.logs().maxFileSize().bytes()));
        variables.put("SHIM_LOG_FILES", Integer.toString(start.logs().maxFiles()));
        variables.put("SHIM_STDOUT_NUMBER", firstNumber(start, "stdout"));
        variables.put("SHIM_STDERR_NUMBER", firstNumber(start, "stderr"));
        variables.put(
                "SHIM_ENVIRONMENT",
                Volatile.folder().resolve(environmentFile(start.key())).toString());
        variables.put("SHIM_HOME", joined(cgroup.shimJoins()));
        variables.put("SHIM_CGROUPS", joined(cgroup.joins()));
        variables.put("SHIM_CGROUP_FOLDERS", joined(cgroup.folders()));
        variables.put("SHIM_ROOTS", joined(cgroup.exits()));
        variables.put("SHIM_FOLDERS", joined(cgroup.shimFolders()));
        variables.put("SHIM_PROCESSES", cgroup.joins().getFirst().toString());
        variables.put("SHIM_KILL", cgroup.kill().map(Path::toString).orElse(""));
        variables.put("SHIM_OOM", cgroup.oomCounter().toString());
        variables.put("SHIM_LINK", launch.network().map(ShimLaunch.Link::name).orElse(""));
        launch.network().ifPresent(link -> {
            variables.put("SHIM_HOST_ADDRESS", link.hostAddress());
            variables.put("SHIM_TASK_ADDRESS", link.taskAddress());
            variables.put("SHIM_FILTER", link.filter());
        });
        return variables;
    }

    private static String firstNumber(TaskStart start, String stream) {
        int highest = new LogFiles(start.logDir(), start.task(), stream, start.logs()).highest();
        return Integer.toString(Math.max(0, highest));
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(" "));
    }
}
