package dev.slipway.store.upkeep;

import dev.slipway.store.Database;
import java.time.Duration;

/**
 * Deletes rows whose retention is over, a bounded number per call and each kind in a transaction of its own. Several
 * processes may do it at once.
 */
public final class CleanUp {
    private static final String EVALUATIONS = """
            delete from evaluation where id in (
                select id from evaluation
                where state in ('complete', 'failed', 'cancelled') and created_at < now() - make_interval(secs => :age)
                    and coalesce(finished_at, created_at) < now() - make_interval(secs => :age)
                limit :batch for update skip locked)""";

    /** While a run or rollout is open, the key of a message it sent is what keeps it from being sent again. */
    private static final String MESSAGES = """
            delete from outbox where id in (
                select o.id from outbox o
                where o.created_at < now() - make_interval(secs => :age) and o.done_at < now() - make_interval(secs => :age)
                    and not exists (select 1 from run r where r.state in ('queued', 'running', 'waiting')
                        and position(r.id || '/' in o.key) > 0)
                    and not exists (select 1 from deployment d
                        where d.state in ('pending', 'running', 'paused', 'blocked', 'reverting')
                        and position(d.workflow_id || '/' in o.key) > 0)
                limit :batch for update of o skip locked)""";

    /** A wait nobody answered stays: its answer may still come and is recorded then. */
    private static final String WAITS = """
            delete from wait where key in (
                select w.key from wait w
                where w.created_at < now() - make_interval(secs => :age) and w.answered_at < now() - make_interval(secs => :age)
                    and not exists (select 1 from run r where r.id = w.workflow_id
                        and r.state in ('queued', 'running', 'waiting'))
                    and not exists (select 1 from deployment d where d.workflow_id = w.workflow_id
                        and d.state in ('pending', 'running', 'paused', 'blocked', 'reverting'))
                limit :batch for update of w skip locked)""";

    /** While its run is open, a ticket that was given back says that the lock must not be taken again. */
    private static final String TICKETS = """
            delete from lock_ticket where ticket in (
                select t.ticket from lock_ticket t
                where t.requested_at < now() - make_interval(secs => :age) and t.released_at < now() - make_interval(secs => :age)
                    and not exists (select 1 from run r where r.id = t.owner
                        and r.state in ('queued', 'running', 'waiting'))
                limit :batch for update of t skip locked)""";

    private static final String REQUESTS = """
            delete from idempotent_request where ctid in (
                select ctid from idempotent_request where created_at < now() - make_interval(secs => :age) limit :batch)""";

    /** The last one stays, because the next number is counted from it. */
    private static final String EVENTS = """
            delete from event where seq in (
                select seq from event where at < now() - make_interval(secs => :age) and seq < (select max(seq) from event)
                order by seq limit :batch)""";

    /**
     * What a batch job left is never stopped and so never deleted: a slot without its row would be run again. What a
     * rollout still compares itself with stays as well.
     */
    private static final String ALLOCATIONS = """
            with old as (
                select a.id from allocation a
                where a.desired = 'stop' and a.client_state in ('complete', 'failed', 'lost')
                    and a.created_at < now() - make_interval(secs => :age) and coalesce(a.client_updated_at, a.created_at) < now() - make_interval(secs => :age)
                    and not exists (select 1 from deployment d where d.job_key = a.job_key
                        and d.state in ('pending', 'running', 'paused', 'blocked', 'reverting'))
                    and exists (select 1 from job j where j.key = a.job_key and j.type = 'service')
                limit :batch for update of a skip locked
            ), logs as (
                delete from log_chunk where allocation_id in (select id from old)
            ), instances as (
                delete from service_instance where allocation_id in (select id from old)
            )
            delete from allocation where id in (select id from old)""";

    /** An ended token stays listed until a while after it would have expired by itself. */
    private static final String TOKENS = """
            delete from api_token where id in (
                select id from api_token where expires_at < now() - make_interval(secs => :age) limit :batch)""";

    private static final Duration TOKENS_LISTED = Duration.ofDays(30);
    private static final int MANY = 1_000;

    /** Each takes its log along, which may be large. */
    private static final int FEW = 50;

    private final Database database;
    private final Retention retention;

    public CleanUp(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    /** Deletes one batch of every kind; true when there may be more to delete right away. */
    public boolean run() {
        boolean evaluations = full(EVALUATIONS, retention.evaluations(), MANY);
        boolean messages = full(MESSAGES, retention.messages(), MANY);
        boolean waits = full(WAITS, retention.messages(), MANY);
        boolean tickets = full(TICKETS, retention.messages(), MANY);
        boolean requests = full(REQUESTS, retention.messages(), MANY);
        boolean events = full(EVENTS, retention.events(), MANY);
        boolean allocations = full(ALLOCATIONS, retention.allocations(), FEW);
        boolean tokens = full(TOKENS, TOKENS_LISTED, MANY);
        return evaluations || messages || waits || tickets || requests || events || allocations || tokens;
    }

    private boolean full(String delete, Duration age, int batch) {
        int deleted = database.inTransaction(handle -> handle.createUpdate(delete)
                .bind("age", (double) age.toSeconds())
                .bind("batch", batch)
                .execute());
        return deleted == batch;
    }
}
