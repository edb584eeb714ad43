package dev.slipway.store.run;

import java.util.List;

/**
 * Asks for locks of an environment, all or none.
 *
 * @param names lock names; those of one request are waited for together
 * @param owner workflow id
 * @param key idempotency key of the request, also the key of the wait when it has to queue
 */
public record LockRequest(String project, String environment, List<String> names, String owner, String key) {
    public LockRequest {
        names = names.stream().distinct().sorted().toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a lock request names at least one lock");
        }
    }

    /** Keys of the tickets, one per lock. */
    List<String> tickets() {
        return names.stream().map(name -> key + "#" + name).toList();
    }
}
