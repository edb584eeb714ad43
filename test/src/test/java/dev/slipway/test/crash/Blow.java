package dev.slipway.test.crash;

import dev.slipway.test.stack.RunningStack;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A kill, and the wait for the supervisor to have mended it. */
final class Blow {
    private static final int LONGEST_SECONDS = 150;

    private final RunningStack stack;
    private final Map<String, Long> killed = new LinkedHashMap<>();
    private final long at;

    private Blow(RunningStack stack, Victim victim) {
        this.stack = stack;
        for (String part : victim.parts()) {
            killed.put(part, stack.process(part).pid());
        }
        this.at = System.nanoTime();
        victim.parts().forEach(part -> stack.signal(part, "KILL"));
    }

    static Blow strike(RunningStack stack, Victim victim) {
        return new Blow(stack, victim);
    }

    Duration since() {
        return Duration.ofNanos(System.nanoTime() - at);
    }

    /** Waits until other processes do the work of those that were killed; returns how long that took. */
    Duration awaitMended() {
        killed.forEach((part, pid) -> RunningStack.await(part + " is back", LONGEST_SECONDS, () -> mended(part, pid)));
        return since();
    }

    private boolean mended(String part, long pid) {
        try {
            return stack.find(part).filter(process -> process.pid() != pid).isPresent()
                    && stack.part(part).ready().ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
