package dev.slipway.drivers.mock;

import dev.slipway.model.spi.ExitResult;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mock task on disk.
 *
 * @param key the start's key
 * @param script what it does
 * @param startedAt when it began
 * @param stopped how it was ended from outside; null when it was not
 */
record MockRecord(
        String key,
        MockScript script,
        Instant startedAt,
        @Nullable ExitResult stopped) {
    /** How it has ended by {@code now}, or empty while it runs. */
    Optional<ExitResult> ended(Instant now) {
        if (stopped != null) {
            return Optional.of(stopped);
        }
        return endsAt().filter(end -> !now.isBefore(end)).map(end -> ended(script.exitCode(), 0, end));
    }

    Optional<Instant> endsAt() {
        return script.runFor() == null ? Optional.empty() : Optional.of(startedAt.plus(script.runFor()));
    }

    MockRecord endedBy(int signal, Instant when) {
        return new MockRecord(key, script, startedAt, ended(128 + signal, signal, when));
    }

    private static ExitResult ended(int code, int signal, Instant when) {
        return new ExitResult(code, signal, false, null, when);
    }
}
