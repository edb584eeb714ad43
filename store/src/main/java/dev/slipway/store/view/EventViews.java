package dev.slipway.store.view;

import dev.slipway.model.api.EventView;
import dev.slipway.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Sequenced events, in order and without gaps. */
public final class EventViews {
    private final Database database;

    public EventViews(Database database) {
        this.database = database;
    }

    /** Number of the last sequenced event, 0 when there is none. */
    public long last() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select coalesce(max(seq), 0) from event")
                        .mapTo(Long.class)
                        .one());
    }

    /**
     * Looks at the {@code scan} events after {@code after} and returns those that match.
     *
     * @param scan how many numbers are looked at, so that one read is bounded whatever the filter
     */
    public Scan scan(EventFilter filter, long after, int scan) {
        return database.inTransaction(handle -> {
            long end = handle.createQuery("""
                            select coalesce(max(seq), :after) from
                                (select seq from event where seq > :after order by seq limit :scan) as next""")
                    .bind("after", after)
                    .bind("scan", scan)
                    .mapTo(Long.class)
                    .one();
            return new Scan(end == after ? List.of() : matching(handle, filter, after, end), end);
        });
    }

    private static List<EventView> matching(Handle handle, EventFilter filter, long after, long end) {
        return handle.registerRowMapper(ConstructorMapper.factory(EventView.class))
                .createQuery("""
                        select seq, type, project, subject, data, at from event
                        where seq > :after and seq <= :end
                            and (project = any(:projects) or (:installation and project is null))
                            and (cast(:subject as text) is null or subject = :subject
                                or starts_with(subject, :subject || '/'))
                        order by seq""")
                .bind("after", after)
                .bind("end", end)
                .bindArray("projects", String.class, filter.projects())
                .bind("installation", filter.installation())
                .bind("subject", filter.subject())
                .mapTo(EventView.class)
                .list();
    }

    /**
     * @param events those that match, in order
     * @param end number up to which everything was looked at
     */
    public record Scan(List<EventView> events, long end) {
        public Scan {
            events = List.copyOf(events);
        }
    }
}
