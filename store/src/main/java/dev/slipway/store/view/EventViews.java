package dev.slipway.store.view;

import dev.slipway.model.api.EventView;
import dev.slipway.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Sequenced events, in order and without gaps. */
public final class EventViews {
    /** One statement, so that the end and what lies before it are seen at the same moment. */
    private static final String SCAN = """
            with next as (
                select max(seq) last from (select seq from event where seq > :after order by seq limit :scan) as looked
            )
            select next.last, e.seq, e.type, e.project, e.subject, e.data, e.at
            from next left join event e on e.seq > :after and e.seq <= next.last
                and (e.project = any(:projects) or (:installation and e.project is null))
                and (cast(:subject as text) is null or e.subject = :subject or starts_with(e.subject, :subject || '/'))
            where next.last is not null
            order by e.seq""";

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
        return database.jdbi().withHandle(handle -> {
            AtomicLong end = new AtomicLong(after);
            List<EventView> found = handle.createQuery(SCAN)
                    .bind("after", after)
                    .bind("scan", scan)
                    .bindArray("projects", String.class, filter.projects())
                    .bind("installation", filter.installation())
                    .bind("subject", filter.subject())
                    .scanResultSet((rows, context) -> read(rows.get(), context, end));
            return new Scan(found, end.get());
        });
    }

    /** The columns are matched with the record once, not for every row. */
    private static List<EventView> read(ResultSet rows, StatementContext context, AtomicLong end) throws SQLException {
        RowMapper<EventView> events = ConstructorMapper.of(EventView.class).specialize(rows, context);
        List<EventView> found = new ArrayList<>();
        while (rows.next()) {
            end.set(rows.getLong("last"));
            if (rows.getString("type") != null) {
                found.add(events.map(rows, context));
            }
        }
        return found;
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
