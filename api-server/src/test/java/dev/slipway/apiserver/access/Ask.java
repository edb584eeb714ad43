package dev.slipway.apiserver.access;

import dev.slipway.apiserver.testing.Reply;
import org.jspecify.annotations.Nullable;

/** One call of an operation that would succeed for its owner, on a landscape that has all it needs. */
interface Ask {
    /** @param token credential of the caller; null for none */
    Reply as(@Nullable String token);
}
