package dev.slipway.apiserver.auth;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Remembers answers to questions about reading for a few seconds, so that a page costs one question and not fifty. */
public final class ReadCache {
    private static final int LARGEST = 20_000;

    private final long keepNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** @param keep at most 5 s, because somebody may lose the right meanwhile */
    public ReadCache(Duration keep, LongSupplier nanoTime) {
        if (keep.compareTo(Duration.ofSeconds(5)) > 0) {
            throw new IllegalArgumentException("answers are kept for at most 5 s");
        }
        this.keepNanos = keep.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The remembered answer, or the one {@code ask} gives now; what it throws is not remembered. */
    public boolean get(String key, BooleanSupplier ask) {
        long now = nanoTime.getAsLong();
        Entry known = entries.get(key);
        if (known != null && now - known.at() < keepNanos) {
            return known.allowed();
        }
        boolean allowed = ask.getAsBoolean();
        if (entries.size() >= LARGEST) {
            entries.values().removeIf(entry -> now - entry.at() >= keepNanos);
        }
        if (entries.size() < LARGEST) {
            entries.put(key, new Entry(allowed, now));
        }
        return allowed;
    }

    private record Entry(boolean allowed, long at) {}
}
