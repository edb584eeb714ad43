package dev.slipway.model.files;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What starts a run; exactly one of the two is present. */
public record Trigger(@Nullable Push push, @Nullable Schedule schedule) {
    private static final String HEADS = "refs/heads/";

    /**
     * A push.
     *
     * @param branches patterns of branch names, see {@link Glob#ofBranch}; every branch and tag when empty
     * @param paths patterns of changed files, see {@link Glob#ofPath}, one must match; every one when empty
     */
    public record Push(List<String> branches, List<String> paths) {
        public Push {
            branches = branches == null ? List.of() : List.copyOf(branches);
            paths = paths == null ? List.of() : List.copyOf(paths);
        }

        /** Whether a push to {@code ref}, a full name, is one of those meant, as far as branches tell. */
        public boolean takes(String ref) {
            return branches.isEmpty()
                    || ref.startsWith(HEADS)
                            && branches.stream()
                                    .anyMatch(pattern -> Glob.ofBranch(pattern).matches(ref.substring(HEADS.length())));
        }

        /** Whether one of the files that changed is among those meant. */
        public boolean concerns(List<String> changed) {
            List<Glob> globs = paths.stream().map(Glob::ofPath).toList();
            return globs.isEmpty()
                    || changed.stream().anyMatch(file -> globs.stream().anyMatch(glob -> glob.matches(file)));
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
