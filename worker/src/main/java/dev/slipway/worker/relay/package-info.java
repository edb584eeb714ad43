/** Tells others what the outbox holds: Temporal at once, receivers outside until they take it. */
@NullMarked
package dev.slipway.worker.relay;

import org.jspecify.annotations.NullMarked;
