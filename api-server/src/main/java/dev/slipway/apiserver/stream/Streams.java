package dev.slipway.apiserver.stream;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Bounds how many endless answers are open, and ends them when the server stops. */
public final class Streams {
    private static final int PER_PRINCIPAL = 32;

    private final Semaphore places;
    private final Map<String, Integer> byPrincipal = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** @param most open at once, over all callers */
    public Streams(int most) {
        this.places = new Semaphore(most);
    }

    /**
     * Takes a place until the lease is closed.
     *
     * @throws SlipwayException RATE_LIMITED when the caller or all together have too many
     */
    public Lease open(String principal) {
        if (!places.tryAcquire()) {
            throw new SlipwayException(ErrorCode.RATE_LIMITED, "too many streams are open on this server");
        }
        int own = byPrincipal.merge(principal, 1, Integer::sum);
        Lease lease = new Lease(principal);
        if (own > PER_PRINCIPAL) {
            lease.close();
            throw new SlipwayException(ErrorCode.RATE_LIMITED, "you have " + PER_PRINCIPAL + " streams open already");
        }
        return lease;
    }

    /** Whether streams have to end, because the server stops. */
    public boolean closing() {
        return closing;
    }

    public void stop() {
        closing = true;
    }

    /** One open stream. */
    public final class Lease implements AutoCloseable {
        private final String principal;

        private Lease(String principal) {
            this.principal = principal;
        }

        @Override
        public void close() {
            byPrincipal.computeIfPresent(principal, (name, open) -> open == 1 ? null : open - 1);
            places.release();
        }
    }
}
