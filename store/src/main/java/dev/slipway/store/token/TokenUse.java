package dev.slipway.store.token;

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

/** Collects which tokens were used and writes it to the minute, so that a busy token costs one write a minute. */
public final class TokenUse implements AutoCloseable {
    /** How often what was collected is written. */
    public static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(TokenUse.class);

    private final Database database;
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("token-use").factory());
    private final ScheduledFuture<?> task;

    /** Starts writing every {@link #PERIOD}. */
    public TokenUse(Database database) {
        this.database = database;
        this.task =
                timer.scheduleWithFixedDelay(this::flush, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Notes that a request came with this token. */
    public void used(String id) {
        used.add(id);
    }

    /** Writes what is left. */
    @Override
    public void close() {
        task.cancel(false);
        timer.shutdown();
        flush();
    }

    private void flush() {
        Set<String> batch = new TreeSet<>(used);
        if (batch.isEmpty()) {
            return;
        }
        used.removeAll(batch);
        try {
            database.useTransaction(handle -> handle.createUpdate("""
                            update api_token set last_used_at = date_trunc('minute', now()) where id in (
                                select id from api_token
                                where id in (select i from jsonb_array_elements_text(:ids) i)
                                    and (last_used_at is null or last_used_at < date_trunc('minute', now()))
                                order by id for no key update)""")
                    .bindByType("ids", ModelJson.mapper().valueToTree(batch), JsonNode.class)
                    .execute());
        } catch (RuntimeException e) {
            used.addAll(batch);
            LOG.warn("could not write which tokens were used: {}", e.getMessage());
        }
    }
}
