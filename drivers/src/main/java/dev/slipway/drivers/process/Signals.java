package dev.slipway.drivers.process;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names and numbers of signals on Linux x86-64. */
public final class Signals {
    public static final int KILL = 9;
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("SIGHUP", 1),
            Map.entry("SIGINT", 2),
            Map.entry("SIGQUIT", 3),
            Map.entry("SIGABRT", 6),
            Map.entry("SIGKILL", KILL),
            Map.entry("SIGUSR1", 10),
            Map.entry("SIGUSR2", 12),
            Map.entry("SIGPIPE", 13),
            Map.entry("SIGALRM", 14),
            Map.entry("SIGTERM", 15),
            Map.entry("SIGCONT", 18),
            Map.entry("SIGSTOP", 19),
            Map.entry("SIGTSTP", 20),
            Map.entry("SIGWINCH", 28));

    private Signals() {}

    /** Number of {@code name}, such as 15 for {@code SIGTERM}; VALIDATION_FAILED for any other text. */
    public static int number(String name) {
        Integer number = NUMBERS.get(name);
        if (number == null) {
            String message =
                    "'" + name + "' is not a signal; known are " + String.join(", ", new TreeMap<>(NUMBERS).keySet());
            throw new SlipwayException(
                    ErrorCode.VALIDATION_FAILED, message, List.of(Problem.of("killSignal", message)));
        }
        return number;
    }

    /** The signal a shell's exit code stands for, 0 when it stands for none. */
    public static int ofExitCode(int exitCode) {
        return exitCode > 128 && exitCode <= 128 + 64 ? exitCode - 128 : 0;
    }
}
