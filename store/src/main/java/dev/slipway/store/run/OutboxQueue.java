package dev.slipway.store.run;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The outbox as those who empty it see it: a claimed message is due again when its lease is over. */
@RegisterConstructorMapper(OutboxMessage.class)
public interface OutboxQueue {
    /**
     * Claims due messages of these kinds, oldest first, for {@code leaseMillis}. Of one target only the oldest is given
     * out, so that no signal overtakes the start of its workflow and no status a later one; messages that stand for
     * themselves do not wait for each other.
     */
    @SqlQuery("""
            with due as (
                select id from outbox m where done_at is null and next_at <= now() and kind in (<kinds>)
                    and (kind in ('webhook', 'hand-over') or not exists (select 1 from outbox e
                        where e.target = m.target and e.id < m.id and e.done_at is null))
                order by id limit :limit for update skip locked
            )
            update outbox o set attempts = attempts + 1, next_at = now() + :leaseMillis * interval '1 millisecond'
            from due where o.id = due.id
            returning o.id, o.kind, o.key, o.target, o.payload, o.attempts, o.created_at""")
    List<OutboxMessage> claim(@BindList("kinds") List<String> kinds, int limit, long leaseMillis);

    /** Milliseconds until the next message of these kinds is due, negative when it is; empty when there is none. */
    @SqlQuery("""
            select floor(extract(epoch from min(next_at) - now()) * 1000)::bigint from outbox m
            where done_at is null and kind in (<kinds>)
                and (kind in ('webhook', 'hand-over') or not exists (select 1 from outbox e
                    where e.target = m.target and e.id < m.id and e.done_at is null))""")
    Optional<Long> dueInMillis(@BindList("kinds") List<String> kinds);

    /** Ends a delivered message; returns whether another one for its target waited behind it. */
    @SqlQuery("""
            update outbox o set done_at = now(), last_error = null where id = :id
            returning exists (select 1 from outbox n where n.target = o.target and n.id > o.id and n.done_at is null)""")
    boolean done(long id);

    /** Ends a message that cannot be delivered any more; returns as {@link #done}. */
    @SqlQuery("""
            update outbox o set done_at = now(), last_error = :error where id = :id
            returning exists (select 1 from outbox n where n.target = o.target and n.id > o.id and n.done_at is null)""")
    boolean giveUp(long id, String error);

    @SqlUpdate("""
            update outbox set last_error = :error, next_at = now() + :delayMillis * interval '1 millisecond'
            where id = :id and done_at is null""")
    void again(long id, String error, long delayMillis);

    /** Whether the start of a workflow is still to be sent. */
    @SqlQuery("select exists (select 1 from outbox where kind = 'start' and target = :target and done_at is null)")
    boolean startPending(String target);
}
