package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.SourceRepository;
import dev.slipway.store.Database;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.ScheduleSet;
import dev.slipway.store.run.ScheduleSets;
import dev.slipway.workflows.api.RunRef;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Writes down the schedules in the file at the tip of a pipeline's default ref; a loop of the worker brings them about. */
final class ScheduleNotes {
    private static final JsonNode NONE = ModelJson.mapper().createArrayNode();

    private final Database database;
    private final SourceRepository source;
    private final Clock clock;

    ScheduleNotes(Database database, SourceRepository source, Clock clock) {
        this.database = database;
        this.source = source;
        this.clock = clock;
    }

    /** Whether the file says something new, if its commit is the tip of the default ref. */
    boolean differ(RunRef run, RunRow row, Definition definition) {
        Optional<String> defaultRef = definition.registration().spec().defaultRef();
        if (run.dryRun() || !defaultRef.filter(row.ref()::equals).isPresent()) {
            return false;
        }
        JsonNode known = database.jdbi()
                .withExtension(ScheduleSets.class, sets -> sets.of(row.project(), row.pipeline()))
                .map(ScheduleSet::schedules)
                .orElse(NONE);
        return !known.equals(wanted(definition));
    }

    /** Keeps what {@link #differ} found, unless the ref has moved on. */
    void keep(RunRow row, Definition definition) throws InterruptedException {
        // The time before the look: of two looks the later one counts, whichever is written first.
        Instant looked = clock.instant();
        String tip = source.tip(definition.registration().spec().repository(), row.ref());
        if (tip.equals(row.commitId())) {
            database.jdbi()
                    .useExtension(
                            ScheduleSets.class,
                            sets -> sets.put(row.project(), row.pipeline(), wanted(definition), tip, looked));
        }
    }

    private static JsonNode wanted(Definition definition) {
        return ScheduleSet.stored(definition.pipeline().spec().schedules());
    }
}
