package dev.slipway.agent.state;

import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.api.TaskStateView.Event;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.spi.ExitResult;
import dev.slipway.model.spi.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All an agent must remember of one task; written to disk before and after every step.
 *
 * @param attempt number of the current start, 0 before the first
 * @param prepared whether artifacts are in place; they are fetched once, not per attempt
 * @param handle of the running or ended process; null before
 * @param address where its ports are reached
 * @param ports by name
 * @param restarts when it was restarted, newest last, as far back as the restart policy looks
 * @param restartCount restarts altogether
 * @param notBefore earliest time of the next start; null for at once
 * @param exit how the last attempt ended; null while it runs
 * @param timedOut whether the agent ended it because it ran too long
 * @param failed whether it is over and ended badly
 * @param events newest last, at most 20
 * @param startedAt start of the last attempt
 * @param finishedAt end of the last attempt
 */
public record TaskRecord(
        Phase phase,
        int attempt,
        boolean prepared,
        @Nullable TaskHandle handle,
        @Nullable String address,
        Map<String, Integer> ports,
        List<Instant> restarts,
        int restartCount,
        @Nullable Instant notBefore,
        @Nullable ExitResult exit,
        boolean timedOut,
        boolean failed,
        List<Output> outputs,
        List<Event> events,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    private static final int MOST_EVENTS = 20;
    private static final int MOST_RESTARTS = 1000;

    /** A task that was just assigned. */
    public static final TaskRecord NEW = new TaskRecord(
            Phase.WAITING,
            0,
            false,
            null,
            null,
            Map.of(),
            List.of(),
            0,
            null,
            null,
            false,
            false,
            List.of(),
            List.of(),
            null,
            null);

    public TaskRecord {
        ports = ports == null ? Map.of() : Map.copyOf(ports);
        restarts = restarts == null ? List.of() : List.copyOf(restarts);
        outputs = outputs == null ? List.of() : List.copyOf(outputs);
        events = events == null ? List.of() : List.copyOf(events);
    }

    /** Artifacts are in place and ports are chosen. */
    public TaskRecord prepared(Map<String, Integer> chosen) {
        return new TaskRecord(
                phase,
                attempt,
                true,
                handle,
                address,
                chosen,
                restarts,
                restartCount,
                notBefore,
                exit,
                timedOut,
                failed,
                outputs,
                events,
                startedAt,
                finishedAt);
    }

    /** About to start, under the number {@code next}. */
    public TaskRecord intent(int next) {
        return new TaskRecord(
                Phase.INTENT,
                next,
                prepared,
                null,
                null,
                ports,
                restarts,
                restartCount,
                null,
                null,
                false,
                false,
                List.of(),
                events,
                null,
                null);
    }

    /** The start of the current number never happened: it is still to be made, under the same number. */
    public TaskRecord rewound() {
        return new TaskRecord(
                Phase.WAITING,
                Math.max(0, attempt - 1),
                prepared,
                null,
                null,
                ports,
                restarts,
                restartCount,
                null,
                null,
                false,
                false,
                List.of(),
                events,
                startedAt,
                finishedAt);
    }

    public TaskRecord running(TaskHandle started, @Nullable String reachedAt, Instant now) {
        return new TaskRecord(
                Phase.RUNNING,
                attempt,
                prepared,
                started,
                reachedAt,
                ports,
                restarts,
                restartCount,
                null,
                null,
                false,
                false,
                List.of(),
                withEvent(now, "started", "attempt " + attempt),
                now,
                null);
    }

    public TaskRecord exited(ExitResult result, boolean tooLong) {
        return new TaskRecord(
                Phase.EXITED,
                attempt,
                prepared,
                handle,
                address,
                ports,
                restarts,
                restartCount,
                null,
                result,
                tooLong,
                false,
                List.of(),
                withEvent(result.finishedAt(), "ended", describe(result)),
                startedAt,
                result.finishedAt());
    }

    /** To be started again after {@code delay}; {@code counted} when the restart policy counts it. */
    public TaskRecord waiting(Instant now, Duration delay, boolean counted, String why) {
        List<Instant> more = new ArrayList<>(restarts);
        if (counted) {
            more.add(now);
        }
        List<Instant> kept = more.subList(Math.max(0, more.size() - MOST_RESTARTS), more.size());
        return new TaskRecord(
                Phase.WAITING,
                attempt,
                prepared,
                null,
                null,
                ports,
                kept,
                restartCount + (counted ? 1 : 0),
                now.plus(delay),
                exit,
                false,
                false,
                List.of(),
                withEvent(now, "restarting", why),
                startedAt,
                finishedAt);
    }

    public TaskRecord dead(Instant now, boolean badly, List<Output> left, String why) {
        return new TaskRecord(
                Phase.DEAD,
                attempt,
                prepared,
                handle,
                address,
                ports,
                restarts,
                restartCount,
                null,
                exit,
                timedOut,
                badly,
                left,
                withEvent(now, badly ? "failed" : "finished", why),
                startedAt,
                finishedAt == null ? now : finishedAt);
    }

    public TaskRecord noting(Instant now, String type, String message) {
        return new TaskRecord(
                phase,
                attempt,
                prepared,
                handle,
                address,
                ports,
                restarts,
                restartCount,
                notBefore,
                exit,
                timedOut,
                failed,
                outputs,
                withEvent(now, type, message),
                startedAt,
                finishedAt);
    }

    /** What the server is told. */
    public TaskStateView view() {
        String state = switch (phase) {
            case WAITING, INTENT -> "pending";
            case RUNNING, EXITED -> "running";
            case DEAD -> "dead";
        };
        return new TaskStateView(
                state,
                failed,
                restartCount,
                exit == null ? null : exit.exitCode(),
                exit == null ? null : exit.signal(),
                exit != null && exit.oomKilled(),
                address,
                ports,
                outputs,
                events,
                startedAt,
                finishedAt);
    }

    private List<Event> withEvent(Instant now, String type, String message) {
        List<Event> more = new ArrayList<>(events);
        more.add(new Event(now, type, message));
        return more.subList(Math.max(0, more.size() - MOST_EVENTS), more.size());
    }

    private static String describe(ExitResult result) {
        if (result.error() != null) {
            return result.error();
        }
        if (result.oomKilled()) {
            return "killed because it used more memory than its limit";
        }
        return result.signal() == 0 ? "exit code " + result.exitCode() : "signal " + result.signal();
    }
}
