package dev.slipway.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One program of the installation.
 *
 * @param name short and unique, names its log file
 * @param command program and arguments; no secret stands here
 * @param environment added to a clean environment
 * @param after parts that must be ready before it is started
 * @param ready tells when it can be used
 * @param prepare done before each start, such as mending what a crash left
 * @param whenReady done each time it has become ready and before others are started
 * @param stopSignal TERM or INT
 * @param stopTimeout from the signal to the kill
 */
public record Part(
        String name,
        List<String> command,
        Map<String, String> environment,
        List<String> after,
        Probe ready,
        Runnable prepare,
        Runnable whenReady,
        String stopSignal,
        Duration stopTimeout) {
    private static final Runnable NOTHING = () -> {};

    public Part {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        after = List.copyOf(after);
    }

    /** A part that needs nothing special around its start and stop. */
    public static Part of(
            String name, List<String> command, Map<String, String> environment, List<String> after, Probe ready) {
        return new Part(name, command, environment, after, ready, NOTHING, NOTHING, "TERM", Duration.ofSeconds(15));
    }

    public Part preparedBy(Runnable action) {
        return new Part(name, command, environment, after, ready, action, whenReady, stopSignal, stopTimeout);
    }

    public Part followedBy(Runnable action) {
        return new Part(name, command, environment, after, ready, prepare, action, stopSignal, stopTimeout);
    }

    public Part stoppedBy(String signal, Duration timeout) {
        return new Part(name, command, environment, after, ready, prepare, whenReady, signal, timeout);
    }
}
