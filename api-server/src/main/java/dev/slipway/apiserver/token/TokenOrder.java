package dev.slipway.apiserver.token;

import dev.slipway.store.token.TokenScope;
import java.time.Duration;

/**
 * A checked request for a token.
 *
 * @param validity within the bounds tokens have
 */
record TokenOrder(String name, Duration validity, TokenScope scope) {}
