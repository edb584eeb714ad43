package dev.slipway.store.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Database;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects which nodes called and writes it in one statement per period. Each write also tells that the sync service is
 * at work, even when no node called: who watches nodes needs to know whether silence is theirs or the service's.
 */
public final class LastSeen implements AutoCloseable {
    /** Channel on which the sync service says that it is at work: {@link #BEGUN} once, then {@link #ALIVE}. */
    public static final String CHANNEL = "slipway_sync";

    /** Payload of {@link #CHANNEL}; anything else on it is no sign of life. */
    public static final String ALIVE = "alive";

    /** Payload of the first message: nodes had nobody to call until now, for however short a time. */
    public static final String BEGUN = "begun";

    /** How often the sync service writes and says so. */
    public static final Duration PERIOD = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(LastSeen.class);

    private final Database database;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("last-seen").factory());
    private final ScheduledFuture<?> task;
    private boolean begun;

    /** Starts writing every {@link #PERIOD}. */
    public LastSeen(Database database) {
        this.database = database;
        this.task = timer.scheduleWithFixedDelay(this::flush, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Notes that a node called; call it at the start and at the end of a held sync. */
    public void seen(String nodeId) {
        seen.add(nodeId);
    }

    @Override
    public void close() {
        task.cancel(false);
        timer.shutdown();
    }

    private void flush() {
        Set<String> batch = new TreeSet<>(seen);
        seen.removeAll(batch);
        try {
            database.useTransaction(handle -> {
                if (!batch.isEmpty()) {
                    handle.createUpdate("""
                                    update node set last_seen = now() where id in (
                                        select id from node
                                        where id in (select i from jsonb_array_elements_text(:ids) i)
                                        order by id for no key update)""")
                            .bindByType("ids", ModelJson.mapper().valueToTree(batch), JsonNode.class)
                            .execute();
                }
                handle.createQuery("select pg_notify(:channel, :payload)")
                        .bind("channel", CHANNEL)
                        .bind("payload", begun ? ALIVE : BEGUN)
                        .mapTo(String.class)
                        .list();
            });
            begun = true;
        } catch (RuntimeException e) {
            seen.addAll(batch);
            LOG.warn("could not write which nodes called: {}", e.getMessage());
        }
    }
}
