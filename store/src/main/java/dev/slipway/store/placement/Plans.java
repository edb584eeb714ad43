package dev.slipway.store.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Waits;
import dev.slipway.store.placement.PlacementPlan.Answer;
import dev.slipway.store.placement.PlacementPlan.Placement;
import dev.slipway.store.placement.PlacementPlan.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Claims evaluations and carries plans out. Only the scheduler calls it, with the worker's database role. */
public final class Plans {
    private static final List<Duration> BLOCKED_WAITS =
            List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

    private Plans() {}

    /** Takes the evaluation that is due longest, holding it until the transaction ends; empty when none is free. */
    public static Optional<ClaimedEvaluation> claim(Handle handle) {
        return handle.createQuery("""
                        select id, job_key, coalesce(cast(detail ->> 'attempts' as int), 0) attempts,
                            coalesce(cast(detail ->> 'looks' as int), 0) looks,
                            (select cast(ceil(greatest(0, extract(epoch from min(other.run_after) - now()) * 1000))
                                as bigint) from evaluation other
                                where other.state = 'pending' and other.id <> evaluation.id) next_millis
                        from evaluation where state = 'pending' and run_after <= now()
                        order by run_after limit 1 for update skip locked""")
                .map(ConstructorMapper.of(ClaimedEvaluation.class))
                .findOne();
    }

    /** Time until the next evaluation is due, 0 when one is due already, empty when none is pending. */
    public static Optional<Duration> untilNext(Handle handle) {
        return handle.createQuery("""
                        select cast(greatest(0, extract(epoch from min(run_after) - now())) * 1000 as bigint)
                        from evaluation where state = 'pending'""").mapTo(Long.class).findOne().map(Duration::ofMillis);
    }

    /**
     * Commits a plan together with the end of its evaluation.
     *
     * @param drain how long instances that serve go on after they were taken out of the proxy
     * @throws PlanConflictException when a node was declared down or filled up since it was looked at; the transaction
     *     must be rolled back and the job looked at again
     */
    public static void commit(Handle handle, ClaimedEvaluation evaluation, PlacementPlan plan, Duration drain) {
        Progress progress = plan.progress();
        if (progress != null) {
            write(handle, evaluation.jobKey(), progress);
        }
        if (!plan.stops().isEmpty()
                || !plan.moves().isEmpty()
                || !plan.placements().isEmpty()) {
            lockNodes(handle, plan);
            PlanWriter.stop(handle, plan.stops(), drain);
            PlanWriter.move(handle, plan.moves());
            PlanWriter.place(handle, evaluation.jobKey(), plan.placements());
        }
        Answer answer = plan.answer();
        if (answer != null) {
            Waits.answer(handle, answer.waitKey(), answer.outcome(), answer.text());
        }
        finish(handle, evaluation, plan);
    }

    /** Puts an evaluation off after an error, in a transaction of its own. */
    public static void putOff(Handle handle, ClaimedEvaluation evaluation, Duration delay, String error) {
        ObjectNode detail = ModelJson.mapper()
                .createObjectNode()
                .put("attempts", evaluation.attempts() + 1)
                .put("error", error);
        handle.createUpdate("""
                        update evaluation set run_after = now() + make_interval(secs => :seconds), detail = :detail
                        where id = :id and state = 'pending'""")
                .bind("id", evaluation.id())
                .bind("seconds", delay.toMillis() / 1000.0)
                .bindByType("detail", detail, JsonNode.class)
                .execute();
    }

    /** Every change of a node's allocations in one transaction carries one number, counted under the lock of its row. */
    private static void lockNodes(Handle handle, PlacementPlan plan) {
        Set<String> ids = new TreeSet<>();
        plan.stops().stream().filter(stop -> !stop.ended()).forEach(stop -> ids.add(stop.nodeId()));
        plan.moves().forEach(move -> ids.add(move.nodeId()));
        plan.placements().forEach(placement -> ids.add(placement.node()));
        Map<String, Long> epochs = handle
                .createQuery("""
                        with locked as (
                            select id from node where id in (select i from jsonb_array_elements_text(:ids) i)
                            order by id for update
                        ), counted as (
                            update node n set modify_index = n.modify_index + 1 from locked where n.id = locked.id
                            returning n.id, n.epoch, n.state
                        )
                        select id, epoch from counted where state = 'ready'""")
                .bindByType("ids", ModelJson.mapper().valueToTree(ids), JsonNode.class)
                .map((row, context) -> Map.entry(row.getString("id"), row.getLong("epoch")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        for (Placement placement : plan.placements()) {
            if (!Long.valueOf(placement.nodeEpoch()).equals(epochs.get(placement.node()))) {
                throw new PlanConflictException("node " + placement.node() + " is not what it was");
            }
        }
    }

    private static void write(Handle handle, String jobKey, Progress progress) {
        handle.createUpdate("""
                        update deployment set desired_total = :desiredTotal, placed = :placed, healthy = :healthy,
                            unhealthy = :unhealthy, description = :description, progress_by = :progressBy
                        where job_key = :jobKey and number = :deployment and state in ('running', 'reverting')""").bindMethods(progress).bind("jobKey", jobKey).execute();
    }

    private static void finish(Handle handle, ClaimedEvaluation evaluation, PlacementPlan plan) {
        boolean blocked = plan.blocked() != null;
        boolean again = plan.lookAgain() != null;
        String state = blocked ? "blocked" : again ? "pending" : "complete";
        JsonNode detail = blocked
                ? ModelJson.mapper().valueToTree(plan.blocked())
                : ModelJson.mapper().createObjectNode();
        handle.createUpdate("""
                        with cleared as (
                            update evaluation set state = 'cancelled', finished_at = now()
                            where job_key = :jobKey and state = 'blocked' and id <> :id
                        )
                        update evaluation set state = :state, detail = :detail,
                            run_after = case when :state = 'pending' then :lookAgain else run_after end,
                            finished_at = case when :state = 'complete' then now() end
                        where id = :id""")
                .bind("id", evaluation.id())
                .bind("jobKey", evaluation.jobKey())
                .bind("state", state)
                .bindByType("detail", detail, JsonNode.class)
                .bindByType("lookAgain", plan.lookAgain(), Instant.class)
                .execute();
        if (blocked) {
            lookAgain(handle, evaluation, plan.lookAgain());
        }
    }

    /**
     * Room that was freed while the plan was made was freed before anybody could see that the job is blocked, so nobody
     * asks for it: a blocked job looks again by itself, soon at first, then seldom.
     */
    private static void lookAgain(Handle handle, ClaimedEvaluation evaluation, @Nullable Instant planned) {
        Duration wait = BLOCKED_WAITS.get(Math.min(evaluation.looks(), BLOCKED_WAITS.size() - 1));
        handle.createUpdate("""
                        insert into evaluation (job_key, reason, run_after, detail)
                        values (:jobKey, 'blocked', least(:planned, now() + make_interval(secs => :wait)), :detail)""")
                .bind("jobKey", evaluation.jobKey())
                .bindByType("planned", planned, Instant.class)
                .bind("wait", wait.toMillis() / 1000.0)
                .bindByType("detail", looks(evaluation.looks() + 1), JsonNode.class)
                .execute();
    }

    private static JsonNode looks(int count) {
        return ModelJson.mapper().createObjectNode().put("looks", count);
    }
}
