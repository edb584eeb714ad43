package dev.slipway.agent.node;

import java.time.Duration;

/** When the server was last heard of; by a clock that nobody sets. */
final class Contact {
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean ever;

    void made() {
        lastNanos = System.nanoTime();
        ever = true;
    }

    /** Since the last answer, or since the agent's start when there was none. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    boolean ever() {
        return ever;
    }
}
