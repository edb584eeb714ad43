package dev.slipway.store.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.ScheduleTrouble;
import dev.slipway.model.api.ScheduleView;
import dev.slipway.model.api.SchedulesView;
import dev.slipway.model.files.Cron;
import dev.slipway.model.files.Trigger;
import dev.slipway.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Schedules of pipelines as people see them: those Temporal was told of. */
public final class ScheduleViews {
    private static final int NEXT = 3;

    private final Database database;
    private final RunViews runs;
    private final Clock clock;

    /** @param clock decides what is next */
    public ScheduleViews(Database database, RunViews runs, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    public SchedulesView of(String project, String pipeline) {
        return database.jdbi().withHandle(handle -> {
            Optional<Row> row = row(handle, project, pipeline);
            return new SchedulesView(
                    row.map(this::schedules).orElse(List.of()),
                    row.map(Row::commitId).orElse(null),
                    lastRun(handle, project, pipeline).orElse(null),
                    row.map(Row::lastTrouble).orElse(null));
        });
    }

    private static Optional<Row> row(Handle handle, String project, String pipeline) {
        return handle.registerRowMapper(ConstructorMapper.factory(Row.class))
                .createQuery("""
                        select settled, commit_id, trouble_at, trouble_code, trouble
                        from schedule_set where project = :project and pipeline = :pipeline""")
                .bind("project", project)
                .bind("pipeline", pipeline)
                .mapTo(Row.class)
                .findOne();
    }

    private Optional<RunView> lastRun(Handle handle, String project, String pipeline) {
        return handle.createQuery("""
                        select id from run where project = :project and pipeline = :pipeline and trigger = 'schedule'
                        order by number desc limit 1""")
                .bind("project", project)
                .bind("pipeline", pipeline)
                .mapTo(String.class)
                .findOne()
                .map(id -> runs.run(handle, id));
    }

    private List<ScheduleView> schedules(Row row) {
        Instant now = clock.instant();
        List<ScheduleView> schedules = new ArrayList<>();
        for (JsonNode one : row.settled()) {
            Trigger.Schedule schedule = ModelJson.read(one.toString(), Trigger.Schedule.class);
            List<Instant> next = Cron.of(schedule.cron()).next(ZoneId.of(schedule.timeZone()), now, NEXT);
            schedules.add(new ScheduleView(schedules.size(), schedule.cron(), schedule.timeZone(), next));
        }
        return schedules;
    }

    /** What the last commit that said something wanted. */
    public record Row(
            JsonNode settled,
            String commitId,
            @Nullable Instant troubleAt,
            @Nullable ErrorCode troubleCode,
            @Nullable String trouble) {
        @Nullable
        ScheduleTrouble lastTrouble() {
            return troubleAt == null || troubleCode == null || trouble == null
                    ? null
                    : new ScheduleTrouble(troubleAt, troubleCode, trouble);
        }
    }
}
