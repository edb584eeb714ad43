package dev.slipway.store.audit;

import dev.slipway.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** The log as it is read. Only what a checkpoint covers is shown, so that all of it can be proven. */
public final class AuditViews {
    private static final String WHOLE = """
            select l.index, l.hash leaf, (select e.body from audit_entry e where e.index = l.index) body
            from audit_leaf l
            where l.index > :after and l.index < (select coalesce(max(size), 0) from audit_checkpoint)
            order by l.index limit :limit""";

    private static final String SOME = """
            select e.index, (select l.hash from audit_leaf l where l.index = e.index) leaf, e.body
            from audit_entry e
            where e.index > :after and e.index < (select coalesce(max(size), 0) from audit_checkpoint)
                <conditions>
            order by e.index limit :limit""";

    private final Database database;

    public AuditViews(Database database) {
        this.database = database;
    }

    /** Entries behind an index that match, in order. */
    public List<StoredEntry> entries(AuditFilter filter, long after, int limit) {
        return database.jdbi()
                .withHandle(handle -> (filter.equals(AuditFilter.ALL)
                                ? handle.createQuery(WHOLE)
                                : matching(handle, filter))
                        .bind("after", after)
                        .bind("limit", limit)
                        .map(ConstructorMapper.of(StoredEntry.class))
                        .list());
    }

    /** Checkpoints behind a size, smallest first. */
    public List<StoredCheckpoint> checkpoints(long after, int limit) {
        return database.jdbi().withHandle(handle -> AuditHashes.checkpoints(handle, after, limit));
    }

    /** The last checkpoint. */
    public Optional<StoredCheckpoint> last() {
        return database.jdbi().withHandle(AuditLog::last);
    }

    /** The smallest checkpoint that covers so many entries. */
    public Optional<StoredCheckpoint> covering(long size) {
        return checkpoints(size - 1, 1).stream().findFirst();
    }

    /** Entries the largest cosigned checkpoint covers, 0 when there is none. */
    public long witnessed() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select coalesce(max(size), 0) from audit_cosignature")
                        .mapTo(Long.class)
                        .one());
    }

    /** Stored hashes, see {@link AuditHashes#read}. */
    public List<byte[]> hashes(int stratum, long from, int count) {
        return database.jdbi().withHandle(handle -> AuditHashes.read(handle, stratum, from, count));
    }

    private static Query matching(Handle handle, AuditFilter filter) {
        StringBuilder conditions = new StringBuilder();
        if (filter.projects() != null) {
            conditions.append(" and e.project = any(:projects)");
        }
        if (filter.actor() != null) {
            conditions.append(" and e.actor = :actor");
        }
        if (filter.run() != null) {
            conditions.append(" and e.run = :run");
        }
        if (filter.kind() != null) {
            conditions.append(" and e.kind = :kind");
        }
        Query query = handle.createQuery(SOME).define("conditions", conditions.toString());
        if (filter.projects() != null) {
            query.bindArray("projects", String.class, filter.projects());
        }
        if (filter.actor() != null) {
            query.bind("actor", filter.actor());
        }
        if (filter.run() != null) {
            query.bind("run", filter.run());
        }
        return filter.kind() == null ? query : query.bind("kind", filter.kind());
    }
}
