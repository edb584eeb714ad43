package dev.slipway.model.files;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What starts a run; exactly one of the two is present. */
public record Trigger(@Nullable Push push, @Nullable Schedule schedule) {
    /**
     * A push.
     *
     * @param branches branch names with {@code *}; every one when empty
     * @param paths globs of changed files, one must match; every one when empty
     */
    public record Push(List<String> branches, List<String> paths) {
        public Push {
            branches = branches == null ? List.of() : List.copyOf(branches);
            paths = paths == null ? List.of() : List.copyOf(paths);
        }
    }

    /**
     * A point in time that comes again.
     *
     * @param cron five fields
     * @param timeZone IANA name, UTC when absent
     */
    public record Schedule(String cron, String timeZone) {
        public Schedule {
            Objects.requireNonNull(cron, "cron is null");
            timeZone = timeZone == null ? "UTC" : timeZone;
        }
    }
}
