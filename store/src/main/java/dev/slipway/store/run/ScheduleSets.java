package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Schedules of pipelines; one row for each pipeline that has or had some. */
@RegisterConstructorMapper(ScheduleSet.class)
public interface ScheduleSets {
    @SqlQuery("""
            select s.project, s.pipeline, s.schedules, s.settled, p.spec as registration
            from schedule_set s join pipeline p on p.project = s.project and p.name = s.pipeline
            where s.project = :project and s.pipeline = :pipeline""")
    Optional<ScheduleSet> of(String project, String pipeline);

    @SqlQuery("""
            select s.project, s.pipeline, s.schedules, s.settled, p.spec as registration
            from schedule_set s join pipeline p on p.project = s.project and p.name = s.pipeline
            order by s.project, s.pipeline""")
    List<ScheduleSet> all();

    /** Puts what a commit wants, unless a later look at the ref has said something already. */
    @SqlUpdate("""
            insert into schedule_set (project, pipeline, schedules, commit_id, observed_at)
            values (:project, :pipeline, :schedules, :commit, :observedAt)
            on conflict (project, pipeline) do update
            set schedules = excluded.schedules, commit_id = excluded.commit_id, observed_at = excluded.observed_at
            where schedule_set.observed_at < excluded.observed_at""")
    int put(String project, String pipeline, JsonNode schedules, String commit, Instant observedAt);

    @SqlUpdate("update schedule_set set settled = :settled where project = :project and pipeline = :pipeline")
    int settle(String project, String pipeline, JsonNode settled);

    /** Keeps why a schedule that was due started no run, until one does. */
    @SqlUpdate("""
            update schedule_set set trouble_at = now(), trouble_code = :code, trouble = :detail
            where project = :project and pipeline = :pipeline""")
    int trouble(String project, String pipeline, ErrorCode code, String detail);

    @SqlUpdate("""
            update schedule_set set trouble_at = null, trouble_code = null, trouble = null
            where project = :project and pipeline = :pipeline and trouble_at is not null""")
    int wentWell(String project, String pipeline);
}
