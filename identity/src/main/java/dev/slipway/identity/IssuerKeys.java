package dev.slipway.identity;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer. Fresh for 5 min and then refreshed behind the caller's back, usable for 1 h while the provider
 * is down. One fetch at a time; an unknown key id causes at most one fetch a minute, a failed fetch none for 5 s.
 */
final class IssuerKeys {
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration USABLE = Duration.ofHours(1);
    static final Duration UNKNOWN_PAUSE = Duration.ofMinutes(1);
    static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 64;
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final URI url;
    private final KeySetClient client;
    private final LongSupplier nanoTime;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    private @Nullable Snapshot snapshot;
    private @Nullable CompletableFuture<List<VerificationKey>> running;
    private boolean lastFetchFailed;
    private long failedAt;
    private boolean askedForUnknown;
    private long askedForUnknownAt;

    /** @param nanoTime monotonic clock, so that steps of the wall clock neither freeze nor flush the keys */
    IssuerKeys(URI url, KeySetClient client, LongSupplier nanoTime) {
        this.url = url;
        this.client = client;
        this.nanoTime = nanoTime;
    }

    private record Snapshot(List<VerificationKey> keys, long fetchedAt) {}

    /** The keys that may have signed a token with this header, at least one. */
    List<VerificationKey> find(@Nullable String keyId, String algorithm) {
        List<VerificationKey> found = matching(usable(), keyId, algorithm);
        if (!found.isEmpty()) {
            return found;
        }
        CompletableFuture<List<VerificationKey>> refresh = refreshForUnknown();
        // Without a refresh of its own this thread looks once more: another one may just have brought the key.
        List<VerificationKey> after = matching(refresh == null ? usable() : await(refresh), keyId, algorithm);
        if (after.isEmpty()) {
            throw new SlipwayException(ErrorCode.TOKEN_KEY_UNKNOWN, "the issuer has no key that fits this token");
        }
        return after;
    }

    private static List<VerificationKey> matching(
            List<VerificationKey> keys, @Nullable String keyId, String algorithm) {
        List<VerificationKey> fitting = keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> keyId == null || keyId.equals(key.keyId()))
                .toList();
        // Without a key id only an unambiguous key is used: trying many would multiply the cost of a bad token.
        return keyId == null && fitting.size() > 1 ? List.of() : fitting;
    }

    private List<VerificationKey> usable() {
        CompletableFuture<List<VerificationKey>> needed;
        synchronized (this) {
            if (snapshot != null && age(snapshot) < USABLE.toNanos()) {
                if (age(snapshot) >= FRESH.toNanos() && !pausing()) {
                    CompletableFuture<List<VerificationKey>> behind = start();
                    LOG.debug("refreshing the keys at {}: {}", url, behind);
                }
                return snapshot.keys();
            }
            if (running == null && pausing()) {
                throw unavailable("the last fetch failed a moment ago", null);
            }
            needed = start();
        }
        return await(needed);
    }

    private synchronized @Nullable CompletableFuture<List<VerificationKey>> refreshForUnknown() {
        if (running != null) {
            return running;
        }
        boolean paused = askedForUnknown && nanoTime.getAsLong() - askedForUnknownAt < UNKNOWN_PAUSE.toNanos();
        if (paused || pausing()) {
            if (lastFetchFailed) {
                throw unavailable("the last fetch failed and the key is not among the cached ones", null);
            }
            return null;
        }
        askedForUnknown = true;
        askedForUnknownAt = nanoTime.getAsLong();
        return start();
    }

    private long age(Snapshot keys) {
        return nanoTime.getAsLong() - keys.fetchedAt();
    }

    private boolean pausing() {
        return lastFetchFailed && nanoTime.getAsLong() - failedAt < FAILURE_PAUSE.toNanos();
    }

    private synchronized CompletableFuture<List<VerificationKey>> start() {
        if (running != null) {
            return running;
        }
        CompletableFuture<List<VerificationKey>> begun = client.fetch(url).whenComplete(this::finish);
        running = begun.isDone() ? null : begun;
        return begun;
    }

    private synchronized void finish(@Nullable List<VerificationKey> keys, @Nullable Throwable failure) {
        running = null;
        lastFetchFailed = keys == null;
        if (keys == null) {
            failedAt = nanoTime.getAsLong();
            LOG.warn("cannot fetch the keys at {}: {}", url, String.valueOf(failure));
        } else {
            snapshot = new Snapshot(keys, nanoTime.getAsLong());
        }
    }

    private List<VerificationKey> await(CompletableFuture<List<VerificationKey>> fetch) {
        if (!waiting.tryAcquire()) {
            throw unavailable("too many requests already wait for them", null);
        }
        try {
            return fetch.get(KeySetClient.DEADLINE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the wait was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable("they cannot be fetched", e);
        } finally {
            waiting.release();
        }
    }

    private static SlipwayException unavailable(String why, @Nullable Exception cause) {
        String message = "the issuer's keys are not available: " + why;
        return cause == null
                ? new SlipwayException(ErrorCode.TOKEN_KEYS_UNAVAILABLE, message)
                : new SlipwayException(ErrorCode.TOKEN_KEYS_UNAVAILABLE, message, cause);
    }
}
