package dev.slipway.policies;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Closed, open, or half-open with one probe on its way. Thread-safe; time is monotonic nanoseconds. */
final class CircuitBreaker {
    private final int failuresToOpen;
    private final long openNanos;
    private final LongSupplier nanoTime;

    private State state = State.CLOSED;
    private int consecutiveFailures;
    private long openedAt;

    CircuitBreaker(int failuresToOpen, Duration openFor, LongSupplier nanoTime) {
        this.failuresToOpen = failuresToOpen;
        this.openNanos = openFor.toNanos();
        this.nanoTime = nanoTime;
    }

    enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    /** Whether a call may go out now; a true from an open breaker makes the caller the probe. */
    synchronized boolean tryEnter() {
        boolean rested = nanoTime.getAsLong() - openedAt >= openNanos;
        return switch (state) {
            case CLOSED -> true;
            case OPEN -> {
                if (rested) {
                    openedAt = nanoTime.getAsLong();
                    state = State.PROBING;
                }
                yield rested;
            }
            // A probe that never reported back must not keep the breaker shut for ever.
            case PROBING -> {
                if (rested) {
                    openedAt = nanoTime.getAsLong();
                }
                yield rested;
            }
        };
    }

    synchronized void succeeded() {
        state = State.CLOSED;
        consecutiveFailures = 0;
    }

    synchronized void failed() {
        consecutiveFailures++;
        if (state == State.PROBING || consecutiveFailures >= failuresToOpen) {
            state = State.OPEN;
            openedAt = nanoTime.getAsLong();
        }
    }

    synchronized State state() {
        return state;
    }
}
