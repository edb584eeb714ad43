package dev.slipway.worker.relay;

import dev.slipway.store.run.OutboxMessage;

/** Delivers messages of some kinds. Never throws for what a receiver does; called by many threads. */
@FunctionalInterface
public interface Sender {
    Delivery send(OutboxMessage message);
}
