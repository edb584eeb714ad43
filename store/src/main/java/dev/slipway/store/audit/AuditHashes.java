package dev.slipway.store.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reading of stored hashes and checkpoints. */
public final class AuditHashes {
    private AuditHashes() {}

    /**
     * Consecutive hashes of one stratum; fewer than asked for when there are no more.
     *
     * @param stratum 0 for leaves
     */
    public static List<byte[]> read(Handle handle, int stratum, long from, int count) {
        Query query = stratum == 0
                ? handle.createQuery("select hash from audit_leaf where index >= :from and index < :end order by index")
                : handle.createQuery("""
                                select hash from audit_node where stratum = :stratum and number >= :from
                                    and number < :end order by number""").bind("stratum", stratum);
        return query.bind("from", from)
                .bind("end", from + count)
                .mapTo(byte[].class)
                .list();
    }

    /** Checkpoints behind a size, smallest first. */
    public static List<StoredCheckpoint> checkpoints(Handle handle, long after, int limit) {
        return checkpoints(handle, "order by size limit :limit", after, limit);
    }

    static List<StoredCheckpoint> checkpoints(Handle handle, String which, long after, int limit) {
        return handle.createQuery("""
                        select c.size, c.note, array(select line from audit_cosignature w where w.size = c.size
                            order by witness) cosignatures
                        from (select * from audit_checkpoint where size > :after <which>) c order by c.size""")
                .define("which", which)
                .bind("after", after)
                .bind("limit", limit)
                .map((rows, context) ->
                        new StoredCheckpoint(rows.getLong("size"), rows.getString("note"), List.of((String[])
                                rows.getArray("cosignatures").getArray())))
                .list();
    }
}
