package dev.slipway.worker.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.files.Trigger;
import dev.slipway.store.Database;
import dev.slipway.store.run.ScheduleSet;
import dev.slipway.store.run.ScheduleSets;
import dev.slipway.worker.temporal.PipelineSchedules;
import dev.slipway.workflows.api.ScheduleInput;
import io.grpc.StatusRuntimeException;
import io.temporal.client.schedules.ScheduleException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Temporal's schedules what the rows say: at once when a row changes, and all of them at the start and every hour,
 * should somebody else have changed them.
 */
public final class ScheduleKeeper implements Loop.Work {
    /** Channel of the database on which changes of rows are told. */
    public static final String CHANNEL = "slipway_schedule";

    private static final Logger LOG = LoggerFactory.getLogger(ScheduleKeeper.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration EVERYTHING = Duration.ofHours(1);

    private final Database database;
    private final PipelineSchedules schedules;
    private final LongSupplier nanos;
    private long lookedAtAll;
    private boolean looked;

    /** @param nanos a clock as {@link System#nanoTime} */
    public ScheduleKeeper(Database database, PipelineSchedules schedules, LongSupplier nanos) {
        this.database = database;
        this.schedules = schedules;
        this.nanos = nanos;
    }

    @Override
    public Duration look() {
        long now = nanos.getAsLong();
        boolean everything = !looked || now - lookedAtAll > EVERYTHING.toNanos();
        boolean whole = true;
        for (ScheduleSet set : database.jdbi().withExtension(ScheduleSets.class, ScheduleSets::all)) {
            List<Trigger.Schedule> wanted = set.wanted();
            JsonNode stored = ScheduleSet.stored(wanted);
            if (everything || !stored.equals(set.settled())) {
                whole &= settled(set, wanted, stored);
            }
        }
        if (everything && whole) {
            looked = true;
            lookedAtAll = now;
        }
        return whole ? PAUSE : AGAIN;
    }

    /** One pipeline the server refuses does not hold up the others. */
    private boolean settled(ScheduleSet set, List<Trigger.Schedule> wanted, JsonNode stored) {
        try {
            schedules.settle(set.project(), set.pipeline(), inputs(set, wanted));
        } catch (ScheduleException | StatusRuntimeException e) {
            LOG.warn("the schedules of {}/{} cannot be set: {}", set.project(), set.pipeline(), e.toString());
            return false;
        }
        database.jdbi().useExtension(ScheduleSets.class, sets -> sets.settle(set.project(), set.pipeline(), stored));
        return true;
    }

    private static List<ScheduleInput> inputs(ScheduleSet set, List<Trigger.Schedule> wanted) {
        return IntStream.range(0, wanted.size())
                .mapToObj(index -> new ScheduleInput(
                        set.project(),
                        set.pipeline(),
                        index,
                        wanted.get(index).cron(),
                        wanted.get(index).timeZone()))
                .toList();
    }
}
