package dev.slipway.drivers.process;

import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.model.spec.ResourcesSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the drivers of processes read from a task's {@code config}.
 *
 * @param command a program and its {@code args} when {@code args} is given, also empty; otherwise a line for
 *     {@code /bin/sh -c}
 * @param arguments command line, ready to run
 * @param cpuHardLimit whether the task never gets more than its {@code cpu}, false when absent
 * @param pidsLimit most processes and threads, 8 to 100,000, 4096 when absent
 */
public record CommandConfig(String command, List<String> arguments, boolean cpuHardLimit, int pidsLimit) {
    private static final List<String> NAMES = List.of("command", "args", "cpuHardLimit", "pidsLimit");

    /** Every name these drivers know, and {@code more}. */
    public static List<String> names(String... more) {
        return Stream.concat(NAMES.stream(), Stream.of(more)).toList();
    }

    /** Reads and leaves the problems in {@code reader}. */
    public static CommandConfig read(ConfigReader reader) {
        String command = reader.requiredText("command");
        List<String> arguments = new ArrayList<>();
        if (reader.has("args")) {
            arguments.add(command);
            arguments.addAll(reader.texts("args"));
        } else {
            arguments.addAll(List.of("/bin/sh", "-c", command));
        }
        return new CommandConfig(command, List.copyOf(arguments), reader.flag("cpuHardLimit", false), (int)
                reader.number("pidsLimit", 8, 100_000, 4096));
    }

    /** Limits of a task with these resources. */
    public CgroupLimits limits(ResourcesSpec resources) {
        return new CgroupLimits(
                resources.cpu(), cpuHardLimit, resources.memory().bytes(), pidsLimit);
    }
}
