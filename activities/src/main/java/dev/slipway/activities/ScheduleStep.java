package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.files.Trigger;
import dev.slipway.model.spi.SourceRepository;
import dev.slipway.store.Database;
import dev.slipway.store.run.ScheduleSet;
import dev.slipway.store.run.ScheduleSets;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduleTip;
import java.util.List;
import java.util.Optional;

/**
 * What a schedule does when it is due. A message sent straight to Temporal can at most cause what the schedule would have
 * caused: a pipeline without it starts nothing.
 */
final class ScheduleStep {
    private final Database database;
    private final SourceRepository source;
    private final RunDesk desk;

    ScheduleStep(Database database, SourceRepository source, RunDesk desk) {
        this.database = database;
        this.source = source;
        this.desk = desk;
    }

    ScheduleTip tip(ScheduleInput schedule) throws InterruptedException {
        ScheduleSet set = set(schedule).orElse(null);
        String ref = set == null ? null : set.spec().defaultRef().orElse(null);
        if (set == null || ref == null) {
            return new ScheduleTip(null, null, "the pipeline does not have this schedule any more");
        }
        return new ScheduleTip(ref, noted(schedule, () -> source.tip(set.spec().repository(), ref)), null);
    }

    String ask(ScheduleInput schedule, String ref, String commit, String key) throws InterruptedException {
        if (set(schedule).isEmpty()) {
            throw new SlipwayException(ErrorCode.CONFLICT, "the pipeline does not have this schedule any more");
        }
        StartRun run = StartRun.request(ref, commit, false, List.of());
        String id = noted(schedule, () -> desk.ask(schedule.project(), schedule.pipeline(), run, key));
        database.jdbi()
                .useExtension(ScheduleSets.class, sets -> sets.wentWell(schedule.project(), schedule.pipeline()));
        return id;
    }

    /** Operators look for the run that is missing at the pipeline, not in a log. */
    private <T> T noted(ScheduleInput schedule, Try<T> work) throws InterruptedException {
        try {
            return work.go();
        } catch (SlipwayException e) {
            database.jdbi()
                    .useExtension(
                            ScheduleSets.class,
                            sets -> sets.trouble(
                                    schedule.project(), schedule.pipeline(), e.code(), String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private interface Try<T> {
        T go() throws InterruptedException;
    }

    private Optional<ScheduleSet> set(ScheduleInput schedule) {
        Trigger.Schedule due = new Trigger.Schedule(schedule.cron(), schedule.timeZone());
        return database.jdbi()
                .withExtension(ScheduleSets.class, sets -> sets.of(schedule.project(), schedule.pipeline()))
                .filter(set -> {
                    List<Trigger.Schedule> wanted = set.wanted();
                    int index = schedule.index();
                    return index >= 0
                            && index < wanted.size()
                            && wanted.get(index).equals(due);
                });
    }
}
