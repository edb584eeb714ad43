package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.idp.DemoTokens;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tokens of the CI, each good for one run. They are fetched before the clock runs, because making them is the identity
 * provider's work and not what is measured.
 */
final class TokenStock {
    private static final String CI = "ci";

    private final DemoTokens tokens;
    private final Queue<String> stock = new ConcurrentLinkedQueue<>();

    TokenStock(Installation installation) {
        this.tokens = new DemoTokens(installation);
    }

    /** Fetches fresh ones and forgets what was left of earlier ones. */
    void refill(int count) {
        stock.clear();
        for (int fetched = 0; fetched < count; fetched++) {
            stock.add(tokens.token(CI));
        }
    }

    /** One that was not used yet. */
    String take() {
        String token = stock.poll();
        return token == null ? tokens.token(CI) : token;
    }

    /** A token of the operator. */
    String operator() {
        return tokens.token("olivia");
    }
}
