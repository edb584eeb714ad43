package dev.slipway.store.run;

import org.jdbi.v3.core.Handle;

/** Numbers committed facts densely, in one place at a time. */
public final class EventSequence {
    private static final long LOCK = 0x5157_0001L;

    private EventSequence() {}

    /**
     * Moves up to {@code limit} facts from the intake to the sequence and tells listeners; call it in a transaction.
     *
     * @return how many were moved; -1 when somebody else is at it
     */
    public static int advance(Handle handle, int limit) {
        boolean mine = handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
        if (!mine) {
            return -1;
        }
        return handle.createQuery("""
                        with taken as (
                            delete from event_intake where id in (select id from event_intake order by id limit :limit)
                            returning id, type, project, subject, data, at
                        ), numbered as (
                            insert into event (seq, type, project, subject, data, at)
                            select (select coalesce(max(seq), 0) from event) + row_number() over (order by id),
                                type, project, subject, data, at
                            from taken returning seq
                        )
                        select moved from (select count(*) moved, max(seq) last from numbered) as done,
                            lateral (select case when moved > 0 then pg_notify('slipway_sequenced', last::text) end) told""").bind("limit", limit).mapTo(Integer.class).one();
    }
}
