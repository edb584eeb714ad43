package dev.slipway.store.infra;

import java.time.Instant;

/** Answer to a lock request. */
public sealed interface LockOutcome {
    /**
     * The lock is held by the asker.
     *
     * @param takenOver whether it was a predecessor's of the same owner, whose writes are refused from now on
     */
    record Granted(boolean takenOver) implements LockOutcome {}

    /**
     * Somebody else holds it: answered with status 423 and {@code info} as the body, which the program shows.
     *
     * @param info the holder's lock information, JSON as OpenTofu and Terraform read it
     * @param owner the holder
     * @param since when it was locked
     */
    record Held(String info, String owner, Instant since) implements LockOutcome {}
}
