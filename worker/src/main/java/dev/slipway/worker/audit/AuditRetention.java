package dev.slipway.worker.audit;

import static java.util.Objects.requireNonNull;

import dev.slipway.store.Database;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.worker.loop.Loop;
import java.time.Duration;

/** Forgets the text of entries older than operators want it kept; their hashes stay, so what is left still verifies. */
public final class AuditRetention implements Loop.Work {
    /** Entries of the last day are never forgotten. */
    public static final Duration LEAST = Duration.ofDays(1);

    private static final int BATCH = 1_000;
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Database database;
    private final Duration kept;

    /** @param kept how long entries keep their text, more than {@link #LEAST} */
    public AuditRetention(Database database, Duration kept) {
        this.database = database;
        this.kept = requireNonNull(kept, "kept is null");
        if (kept.compareTo(LEAST) <= 0) {
            throw new IllegalArgumentException("audit entries are kept for more than a day, not " + kept);
        }
    }

    @Override
    public Duration look() {
        int forgotten = database.inTransaction(handle -> AuditLog.forget(handle, kept, BATCH));
        return forgotten == BATCH ? BETWEEN_BATCHES : EVERY;
    }
}
