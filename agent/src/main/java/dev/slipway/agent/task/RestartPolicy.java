package dev.slipway.agent.task;

import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.RestartSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what comes after the end of a task. Pure: time and past restarts are given. */
final class RestartPolicy {
    private final RestartSpec spec;
    private final boolean once;

    private RestartPolicy(RestartSpec spec, boolean once) {
        this.spec = spec;
        this.once = once;
    }

    /** {@code spec} may be absent in a job file: then the defaults of the job's type hold. */
    static RestartPolicy of(JobType type, @Nullable RestartSpec spec) {
        boolean once = isOnce(type);
        RestartSpec defaults = once ? RestartSpec.BATCH_DEFAULT : RestartSpec.SERVICE_DEFAULT;
        return new RestartPolicy(spec == null ? defaults : spec, once);
    }

    /** Whether jobs of this type end by themselves. */
    static boolean isOnce(JobType type) {
        return switch (type) {
            case BATCH, SYSBATCH -> true;
            case SERVICE, SYSTEM -> false;
        };
    }

    /** What to do next. */
    sealed interface Next {
        /** It did what it should. */
        record Done() implements Next {}

        /** Start it again after {@code delay}. */
        record Restart(Duration delay) implements Next {}

        /** It failed for good. */
        record GiveUp(String why) implements Next {}
    }

    /** After an end; {@code good} is exit code 0. */
    Next afterEnd(boolean good, List<Instant> restarts, Instant now) {
        return good && once ? new Next.Done() : again(restarts, now);
    }

    /** After a start that did not work. */
    Next afterFailedStart(List<Instant> restarts, Instant now) {
        return again(restarts, now);
    }

    private Next again(List<Instant> restarts, Instant now) {
        List<Instant> recent = restarts.stream()
                .filter(each -> each.isAfter(now.minus(spec.interval())))
                .sorted()
                .toList();
        if (recent.size() < spec.attempts()) {
            return new Next.Restart(spec.delay());
        }
        return switch (spec.mode()) {
            case FAIL ->
                new Next.GiveUp(
                        spec.attempts() == 0
                                ? "its restart policy allows no restart"
                                : "restarted " + recent.size() + " times within "
                                        + spec.interval().toSeconds() + " s, no more is allowed");
            case DELAY -> new Next.Restart(untilAllowed(recent, now));
        };
    }

    private Duration untilAllowed(List<Instant> recent, Instant now) {
        if (spec.attempts() == 0) {
            return spec.interval();
        }
        Instant free = recent.get(recent.size() - spec.attempts()).plus(spec.interval());
        Duration wait = Duration.between(now, free);
        return wait.compareTo(spec.delay()) > 0 ? wait : spec.delay();
    }
}
