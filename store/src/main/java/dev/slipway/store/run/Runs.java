package dev.slipway.store.run;

import dev.slipway.model.RunState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Rows of runs. States move along {@link RunState#TRANSITIONS} and for the current generation only. */
@RegisterConstructorMapper(RunRow.class)
public interface Runs {
    @SqlQuery("""
            select id, project, pipeline, number, generation, state, ref, commit_id, commit_subject, commit_author,
                dry_run, artifacts, from_stage, from_step, principal, principal_name, trigger, push_before
            from run where id = :id""")
    Optional<RunRow> find(String id);

    /** As {@link #find}, and nobody else moves the run until the transaction ends. */
    @SqlQuery("""
            select id, project, pipeline, number, generation, state, ref, commit_id, commit_subject, commit_author,
                dry_run, artifacts, from_stage, from_step, principal, principal_name, trigger, push_before
            from run where id = :id for update""")
    Optional<RunRow> lock(String id);

    /** Open runs whose row is older than {@code seconds}, oldest first. */
    @SqlQuery("""
            select id, project, pipeline, number, generation, state, ref, commit_id, commit_subject, commit_author,
                dry_run, artifacts, from_stage, from_step, principal, principal_name, trigger, push_before
            from run where state in ('queued', 'running', 'waiting') and created_at < now() - :seconds * interval '1 second'
            order by created_at""")
    List<RunRow> open(int seconds);

    @SqlUpdate("update run set commit_subject = :subject, commit_author = :author where id = :id")
    void describeCommit(String id, String subject, String author);

    /** Begins the execution; false when the run is over or in another generation. */
    default boolean begin(String id, int generation) {
        return update(id, generation, RunState.RUNNING.text(), sources(RunState.RUNNING), null, null) > 0;
    }

    /** Ends the execution; false when it is over already or in another generation. */
    default boolean finish(
            String id, int generation, RunState to, @Nullable String failureCode, @Nullable String failureMessage) {
        return update(id, generation, to.text(), sources(to), failureCode, failureMessage) > 0;
    }

    @SqlUpdate("""
            update run set state = :state, failure_code = :code, failure_message = :message, waiting_for = null,
                started_at = coalesce(started_at, now()),
                finished_at = case when :state in ('succeeded', 'failed', 'cancelled') then now() end
            where id = :id and generation = :generation and state in (<from>)""")
    int update(
            String id,
            int generation,
            String state,
            @BindList("from") List<String> from,
            @Nullable String code,
            @Nullable String message);

    /** States from which {@code to} may be reached; an open state may also be said again. */
    static List<String> sources(RunState to) {
        return Arrays.stream(RunState.values())
                .filter(from -> RunState.TRANSITIONS.allows(from, to) || from == to && !to.isFinal())
                .map(RunState::text)
                .toList();
    }
}
