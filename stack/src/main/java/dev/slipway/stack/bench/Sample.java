package dev.slipway.stack.bench;

import java.time.Instant;

/**
 * One run as its client saw it; numbers are times as of {@link System#nanoTime}.
 *
 * @param run workflow id
 * @param asked before the request was sent
 * @param askedAt the same moment on the clock of the machine
 * @param acceptedAt when its answer was there
 * @param finished when the client heard of the end
 * @param state how it ended
 */
record Sample(String run, long asked, Instant askedAt, Instant acceptedAt, long finished, String state) {
    boolean succeeded() {
        return state.equals("succeeded");
    }

    /** From the request to the news of the end, in milliseconds. */
    double millis() {
        return (finished - asked) / 1e6;
    }
}
