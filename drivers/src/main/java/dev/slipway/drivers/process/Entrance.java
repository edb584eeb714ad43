package dev.slipway.drivers.process;

import dev.slipway.model.spi.ExecResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The way into a running task.
 *
 * @param sandboxed whether the task has namespaces of its own to enter
 * @param user numeric id the command runs as in the sandbox
 * @param workDir folder it runs in, as seen by the task
 */
public record Entrance(boolean sandboxed, long user, String workDir) {
    /** Runs {@code command} among the task's processes, with its environment as far as a shell can name it. */
    ExecResult run(Path script, TaskCgroup cgroup, long mainProcess, List<String> command, Duration timeout) {
        Map<String, String> variables = new HashMap<>();
        variables.put(
                "ENTER_CGROUPS", cgroup.joins().stream().map(Path::toString).collect(Collectors.joining(" ")));
        variables.put("ENTER_PROCESS", sandboxed ? Long.toString(mainProcess) : "");
        variables.put("ENTER_USER", Long.toString(user));
        variables.put("ENTER_WORK", workDir);
        // The inner limit kills what the command started; the outer one is for a command that cannot be killed.
        variables.put(
                "ENTER_LIMIT", timeout.toMillis() / 1000 + "." + String.format("%03d", timeout.toMillis() % 1000));
        List<String> line = new ArrayList<>(List.of("sh", script.toString()));
        line.addAll(command);
        long begun = System.nanoTime();
        Programs.Outcome outcome = Programs.run(
                line, variables, ShellExports.of(Processes.environment(mainProcess)), timeout.plusSeconds(1));
        boolean late = System.nanoTime() - begun >= timeout.toNanos();
        return new ExecResult(late ? -1 : outcome.exitCode(), outcome.output());
    }
}
