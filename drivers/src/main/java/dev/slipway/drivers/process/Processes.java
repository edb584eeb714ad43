package dev.slipway.drivers.process;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code /proc} tells about processes. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final int START_TIME_AFTER_NAME = 19;

    private Processes() {}

    /** The clock tick since boot at which a process began, which with its id names it for ever; empty when it is gone. */
    static Optional<String> startTicks(long process) {
        return read(process, "stat").flatMap(stat -> {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
            return zombie ? Optional.empty() : Optional.of(fields[START_TIME_AFTER_NAME]);
        });
    }

    static String bootId() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Its ids from this process' namespace inwards; one entry when it is not in a namespace below. */
    public static List<String> namespacedIds(long process) {
        return read(process, "status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("NSpid:"))
                .map(line -> line.substring("NSpid:".length()).strip())
                .flatMap(ids -> List.of(ids.split("\\s+")).stream())
                .toList();
    }

    /** Numeric id of the user it runs as. */
    public static long user(long process) {
        return read(process, "status").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.substring("Uid:".length()).strip().split("\\s+")[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new SlipwayException(ErrorCode.TASK_UNKNOWN, "process " + process + " is gone"));
    }

    /** The environment it was started with. */
    static List<String> environment(long process) {
        return read(process, "environ").map(text -> List.of(text.split("\0"))).orElse(List.of());
    }

    /** Sends a signal; a process that is gone meanwhile is none of the caller's business. */
    public static void signal(List<Long> processes, String signal) {
        if (processes.isEmpty()) {
            return;
        }
        StringBuilder script = new StringBuilder();
        processes.forEach(process -> script.append("kill -s ")
                .append(signal.substring("SIG".length()))
                .append(' ')
                .append(process)
                .append(" 2>/dev/null\n"));
        Programs.run(List.of("sh"), Map.of(), script.toString(), Duration.ofSeconds(5));
    }

    private static Optional<String> read(long process, String file) {
        try {
            return Optional.of(
                    Files.readString(PROC.resolve(Long.toString(process)).resolve(file)));
        } catch (IOException e) {
            // Gone, also between open and read.
            return Optional.empty();
        }
    }
}
