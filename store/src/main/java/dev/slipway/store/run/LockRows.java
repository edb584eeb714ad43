package dev.slipway.store.run;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on {@code lock_ticket}; the key of a ticket is the key of its request, {@code #} and the lock's name. */
interface LockRows {
    @SqlQuery("select true from (select pg_advisory_xact_lock(hashtextextended(:environment, 47))) locked")
    boolean serialise(String environment);

    @SqlUpdate("""
            insert into lock_ticket (project, environment, name, owner, key)
            select :project, :environment, :name, :owner, :ticket
            on conflict (key) do nothing""")
    void queue(String project, String environment, String name, String owner, String ticket);

    @SqlQuery("select exists (select 1 from lock_ticket where key in (<tickets>) and released_at is not null)")
    boolean released(@BindList("tickets") List<String> tickets);

    /** Puts released tickets at the end of their queues. */
    @SqlUpdate("""
            update lock_ticket set ticket = nextval(pg_get_serial_sequence('lock_ticket', 'ticket')), token = null,
                requested_at = now(), granted_at = null, released_at = null
            where key in (<tickets>) and released_at is not null""")
    void queueAgain(@BindList("tickets") List<String> tickets);

    /** Key of the request whose ticket was granted now; empty when the lock is held or nobody waits. */
    @SqlQuery("""
            update lock_ticket set granted_at = now(), token = nextval('lock_token')
            where ticket = (select min(ticket) from lock_ticket where project = :project and environment = :environment
                and name = :name and released_at is null) and granted_at is null
            returning split_part(key, '#', 1)""")
    Optional<String> grantFirst(String project, String environment, String name);

    @SqlQuery("""
            select count(*) from lock_ticket where key in (<tickets>) and granted_at is not null and released_at is null""")
    int held(@BindList("tickets") List<String> tickets);

    @SqlQuery("""
            select count(*) from lock_ticket where project = :project and environment = :environment
                and released_at is null and granted_at is null and starts_with(key, :request || '#')""")
    int ungranted(String project, String environment, String request);

    @SqlQuery("select coalesce(max(token), 0) from lock_ticket where key in (<tickets>)")
    long token(@BindList("tickets") List<String> tickets);

    @SqlQuery("""
            select h.owner from lock_ticket h where h.project = :project and h.environment = :environment
                and h.granted_at is not null and h.released_at is null and h.name in (select w.name from lock_ticket w
                    where w.key in (<tickets>) and w.granted_at is null and w.released_at is null)
            order by h.ticket limit 1""")
    Optional<String> holder(String project, String environment, @BindList("tickets") List<String> tickets);

    @SqlQuery("""
            update lock_ticket set released_at = now() where project = :project and environment = :environment
                and owner = :owner and released_at is null
            returning name""")
    List<String> release(String project, String environment, String owner);

    @SqlQuery("""
            select count(*) from lock_ticket where project = :project and environment = :environment and name = :name
                and granted_at is null and released_at is null""")
    int waiting(String project, String environment, String name);

    @SqlQuery("""
            select distinct t.project, t.environment, t.owner from lock_ticket t join run r on r.id = t.owner
            where t.released_at is null and r.state in ('succeeded', 'failed', 'cancelled')""")
    @RegisterConstructorMapper(Held.class)
    List<Held> dead();

    @SqlQuery("""
            select distinct project, environment, owner from lock_ticket
            where owner = :owner and released_at is null order by project, environment""")
    @RegisterConstructorMapper(Held.class)
    List<Held> ofOwner(String owner);

    /** Somebody who holds or waits for locks of an environment. */
    record Held(String project, String environment, String owner) {}
}
