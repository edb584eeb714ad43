package dev.slipway.worker.relay;

import dev.slipway.store.Database;
import dev.slipway.store.run.OutboxMessage;
import dev.slipway.store.run.OutboxQueue;
import dev.slipway.worker.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Empties the outbox for one group of kinds. A message is claimed for a while, delivered on a thread of its own and then
 * marked; a relay that dies in between leaves it to be claimed again, so delivery is at least once.
 */
public final class Relay implements Loop.Work, AutoCloseable {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration SATURATED = Duration.ofMillis(20);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final Database database;
    private final List<String> kinds;
    private final Sender sender;
    private final Semaphore slots;
    private final int batch;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param kinds kinds of messages this relay delivers
     * @param concurrency deliveries at once
     */
    public Relay(Database database, List<String> kinds, Sender sender, int concurrency) {
        this.database = database;
        this.kinds = List.copyOf(kinds);
        this.sender = sender;
        this.slots = new Semaphore(concurrency);
        this.batch = concurrency;
    }

    @Override
    public Duration look() {
        int free = slots.availablePermits();
        if (free == 0) {
            return SATURATED;
        }
        List<OutboxMessage> messages =
                database.jdbi().withExtension(OutboxQueue.class, queue -> queue.claim(kinds, free, LEASE.toMillis()));
        for (OutboxMessage message : messages) {
            slots.acquireUninterruptibly();
            threads.execute(() -> deliver(message));
        }
        if (messages.size() == free) {
            return batch > 1 ? SATURATED : Duration.ZERO;
        }
        return next();
    }

    @Override
    public void close() {
        threads.close();
    }

    private Duration next() {
        return database.jdbi()
                .withExtension(OutboxQueue.class, queue -> queue.dueInMillis(kinds))
                .map(millis -> Duration.ofMillis(Math.clamp(millis, 1, IDLE.toMillis())))
                .orElse(IDLE);
    }

    private void deliver(OutboxMessage message) {
        try {
            Delivery delivery = sender.send(message);
            database.jdbi().useExtension(OutboxQueue.class, queue -> mark(queue, message, delivery));
        } finally {
            slots.release();
        }
    }

    private static void mark(OutboxQueue queue, OutboxMessage message, Delivery delivery) {
        switch (delivery) {
            case Delivery.Done() -> queue.done(message.id());
            case Delivery.GivenUp(String why) -> queue.giveUp(message.id(), why);
            case Delivery.Again(String why) ->
                queue.again(message.id(), why, delay(message.attempts()).toMillis());
        }
    }

    private static Duration delay(int attempts) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
    }
}
