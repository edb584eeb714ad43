package dev.slipway.store.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.util.Collection;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Requests to the scheduler to look at a job. A job has at most one pending evaluation, and that row is the job's lock:
 * asking waits for a scheduler that is at work on the job, and the scheduler does not take the request before the
 * asker's transaction has ended. So no change is ever overlooked.
 */
public final class Evaluations {
    private Evaluations() {}

    /**
     * Asks for a look at a job. Call it before the change it is about, see the order of locks of this package.
     *
     * @param jobKey text of the key of a registered job
     * @param reason one or two words, shown to people
     */
    public static void request(Handle handle, String jobKey, String reason) {
        handle.createUpdate("""
                        insert into evaluation (job_key, reason) values (:jobKey, :reason)
                        on conflict (job_key) where state = 'pending'
                        do update set run_after = least(evaluation.run_after, excluded.run_after)""").bind("jobKey", jobKey).bind("reason", reason).execute();
    }

    /** Asks for a look at several jobs; the order of locks between them is kept here. */
    public static void requestAll(Handle handle, Collection<String> jobKeys, String reason) {
        if (jobKeys.isEmpty()) {
            return;
        }
        JsonNode keys = ModelJson.mapper().valueToTree(new TreeSet<>(jobKeys));
        handle.createUpdate("""
                        insert into evaluation (job_key, reason)
                        select key, :reason from jsonb_array_elements_text(:keys) key
                        on conflict (job_key) where state = 'pending'
                        do update set run_after = least(evaluation.run_after, excluded.run_after)""")
                .bindByType("keys", keys, JsonNode.class)
                .bind("reason", reason)
                .execute();
    }

    /** Keys of jobs of a pool that wait for capacity. */
    public static Collection<String> blockedIn(Handle handle, String nodePool) {
        return handle.createQuery("""
                        select distinct e.job_key from evaluation e join job j on j.key = e.job_key
                        where e.state = 'blocked' and j.node_pool = :nodePool""")
                .bind("nodePool", nodePool)
                .mapTo(String.class)
                .list();
    }

    /**
     * Keys of jobs that wait for capacity and would fit on a node now, oldest first, as many as would fill it; others
     * find out by themselves later.
     *
     * @param ended ids of allocations that are about to end and free what they hold
     */
    public static Collection<String> blockedFor(Handle handle, String nodeId, Collection<String> ended) {
        return handle.createQuery("""
                        with room as (
                            select n.node_pool, n.cpu - coalesce(sum(a.cpu), 0) cpu,
                                n.memory - coalesce(sum(a.memory), 0) memory
                            from node n left join allocation a on a.node_id = n.id
                                and a.client_state in ('pending', 'running', 'unknown')
                                and a.id not in (
                                    select cast(r.id as uuid) from jsonb_array_elements_text(:ended) as r(id))
                            where n.id = :nodeId group by n.id
                        ), waiting as (
                            select j.key, j.created_at, cast(e.detail ->> 'cpu' as int) cpu,
                                cast(e.detail ->> 'memory' as bigint) memory
                            from evaluation e join job j on j.key = e.job_key
                            where e.state = 'blocked'
                        ), queue as (
                            select w.key, w.created_at, room.cpu room,
                                sum(w.cpu) over (order by w.created_at, w.key) - w.cpu before
                            from room join job j on j.node_pool = room.node_pool join waiting w on w.key = j.key
                            where w.cpu <= room.cpu and w.memory <= room.memory
                        )
                        select key from queue where before < room order by created_at, key limit 100""")
                .bind("nodeId", nodeId)
                .bindByType("ended", ModelJson.mapper().valueToTree(ended), JsonNode.class)
                .mapTo(String.class)
                .list();
    }
}
