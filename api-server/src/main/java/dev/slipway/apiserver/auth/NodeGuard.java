package dev.slipway.apiserver.auth;

import dev.slipway.identity.NodeTokens;
import dev.slipway.identity.NodeTokens.NodeIdentity;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Checks tokens of nodes, each good for one call. */
public final class NodeGuard {
    private final Function<String, Optional<String>> keys;
    private final Clock clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> sweepAt;

    /** @param keys public key of a node id, empty when there is no such node */
    public NodeGuard(Function<String, Optional<String>> keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.sweepAt = new AtomicReference<>(clock.instant());
    }

    /**
     * @throws SlipwayException one of the TOKEN_ codes, TOKEN_REPLAYED for a token this process has seen, NODE_UNKNOWN
     */
    public NodeIdentity check(String token) {
        NodeIdentity identity = NodeTokens.check(token, keys, clock);
        sweep();
        // Kept longer than it lives, because clocks may differ by the leeway the check grants.
        Instant until = identity.expiresAt().plus(NodeTokens.LIFETIME).plus(NodeTokens.LIFETIME);
        if (seen.putIfAbsent(identity.nodeId() + " " + identity.tokenId(), until) != null) {
            throw new SlipwayException(ErrorCode.TOKEN_REPLAYED, "this token was used before; sign one for each call");
        }
        return identity;
    }

    private void sweep() {
        Instant now = clock.instant();
        Instant due = sweepAt.get();
        if (now.isBefore(due) || !sweepAt.compareAndSet(due, now.plus(NodeTokens.LIFETIME))) {
            return;
        }
        seen.values().removeIf(until -> until.isBefore(now));
    }
}
