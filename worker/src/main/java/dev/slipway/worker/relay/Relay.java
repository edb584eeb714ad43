package dev.slipway.worker.relay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.run.OutboxMessage;
import dev.slipway.store.run.OutboxQueue;
import dev.slipway.worker.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox for one group of kinds. A message is claimed for a while, delivered on a thread of its own and then
 * marked; a relay that dies in between leaves it to be claimed again, so delivery is at least once. What cannot be
 * delivered becomes a fact that people can see.
 */
public final class Relay implements Loop.Work, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final Database database;
    private final List<String> kinds;
    private final Sender sender;
    private final Duration lease;
    private final Semaphore slots;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Runnable wake = () -> {};

    /**
     * @param kinds kinds of messages this relay delivers
     * @param concurrency deliveries at once
     * @param lease how long a message is nobody else's; longer than a delivery takes, and the longest delay after a crash
     */
    public Relay(Database database, List<String> kinds, Sender sender, int concurrency, Duration lease) {
        this.database = database;
        this.kinds = List.copyOf(kinds);
        this.sender = sender;
        this.lease = lease;
        this.slots = new Semaphore(concurrency);
    }

    /** Says who is to look again when a delivery made room or let the next message of its target go. */
    public void whenMore(Runnable look) {
        wake = look;
    }

    @Override
    public Duration look() {
        int free = slots.availablePermits();
        if (free == 0) {
            return IDLE;
        }
        List<OutboxMessage> messages =
                database.jdbi().withExtension(OutboxQueue.class, queue -> queue.claim(kinds, free, lease.toMillis()));
        for (OutboxMessage message : messages) {
            slots.acquireUninterruptibly();
            threads.execute(() -> deliver(message, messages.size() == free));
        }
        // Whoever puts a message off or makes room calls again.
        return messages.isEmpty() ? next() : IDLE;
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

    private void deliver(OutboxMessage message, boolean crowded) {
        boolean more = crowded;
        try {
            Delivery delivery = sender.send(message);
            more = database.inTransaction(handle -> mark(handle, message, delivery)) || crowded;
        } catch (RuntimeException e) {
            // The outermost catch of this thread: the message is claimed again when its lease is over.
            LOG.warn("message {} was not delivered", message.key(), e);
        } finally {
            slots.release();
        }
        if (more) {
            wake.run();
        }
    }

    private static boolean mark(Handle handle, OutboxMessage message, Delivery delivery) {
        OutboxQueue queue = handle.attach(OutboxQueue.class);
        return switch (delivery) {
            case Delivery.Done() -> queue.done(message.id());
            case Delivery.GivenUp(String why) -> {
                record(handle, message, why);
                yield queue.giveUp(message.id(), why);
            }
            case Delivery.Again(String why) -> {
                queue.again(message.id(), why, delay(message.attempts()).toMillis());
                yield true;
            }
        };
    }

    private static void record(Handle handle, OutboxMessage message, String why) {
        ObjectNode data = ModelJson.mapper().createObjectNode();
        data.put("kind", message.kind()).put("key", message.key()).put("text", why);
        // Targets of messages to Temporal are workflow ids, whose second part is the project; posts say it themselves.
        String[] parts = message.target().split("/", -1);
        String project = message.payload().path("project").asText(parts.length > 1 ? parts[1] : "");
        Events.emit(handle, "message.undelivered", project.isEmpty() ? null : project, message.target(), data);
    }

    private static Duration delay(int attempts) {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(attempts - 1, 10));
        return delay.compareTo(LONGEST_RETRY) < 0 ? delay : LONGEST_RETRY;
    }
}
