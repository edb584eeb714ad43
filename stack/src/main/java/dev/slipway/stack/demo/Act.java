package dev.slipway.stack.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One act and its judgement.
 *
 * @param letter a to f
 * @param title what it shows
 * @param run id of its run, null when none was started
 * @param observations what was seen, in order
 * @param failures what should have been seen and was not; empty when the act went as stated
 * @param duration how long it took
 */
record Act(
        String letter,
        String title,
        @Nullable String run,
        List<String> observations,
        List<String> failures,
        Duration duration) {
    Act {
        observations = List.copyOf(observations);
        failures = List.copyOf(failures);
    }

    boolean asStated() {
        return failures.isEmpty();
    }

    /** Collects what is seen while an act goes on. */
    static final class Notes {
        private final List<String> observations = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private final long begin = System.nanoTime();
        private @Nullable String run;

        void run(String id) {
            run = id;
        }

        void saw(String text) {
            observations.add(text);
        }

        /** Notes a statement that must hold. */
        void check(boolean holds, String statement) {
            (holds ? observations : failures).add(statement);
        }

        Act end(String letter, String title) {
            return new Act(letter, title, run, observations, failures, Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
