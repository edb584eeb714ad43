package dev.slipway.store.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;

/** Adding to the log, as the sequencer does. Every method belongs into a transaction of the caller's. */
public final class AuditLog {
    private static final long LOCK = 0x5157_0002L;

    private AuditLog() {}

    /** Whether this transaction is the one that may add; false when another is at it. */
    public static boolean lead(Handle handle) {
        return handle.createQuery("select pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    public static LogHead head(Handle handle) {
        return handle.createQuery("select size, root from audit_head")
                .map(ConstructorMapper.of(LogHead.class))
                .one();
    }

    /** The oldest facts without a place. */
    public static List<NotedFact> noted(Handle handle, int limit) {
        return handle.createQuery("select id, at, kind, fact from audit_intake order by id limit :limit")
                .bind("limit", limit)
                .map(ConstructorMapper.of(NotedFact.class))
                .list();
    }

    /**
     * Adds entries; fails, and the transaction with it, when the log has not the expected size or a fact has its place
     * already.
     */
    public static void append(Handle handle, NewEntries added) throws SQLException {
        List<NewEntries.Row> rows = added.entries();
        Connection connection = handle.getConnection();
        try (PreparedStatement call =
                connection.prepareStatement("select audit_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            call.setLong(1, added.expected());
            call.setBytes(2, added.root());
            array(call, 3, "int8", rows, NewEntries.Row::intakeId);
            hashes(call, 4, rows, NewEntries.Row::leaf);
            array(call, 5, "timestamptz", rows, row -> row.at().toString());
            array(call, 6, "text", rows, NewEntries.Row::kind);
            array(call, 7, "text", rows, NewEntries.Row::actor);
            array(call, 8, "text", rows, NewEntries.Row::project);
            array(call, 9, "text", rows, NewEntries.Row::run);
            array(call, 10, "text", rows, NewEntries.Row::body);
            array(call, 11, "int4", added.nodes(), NewEntries.Node::stratum);
            array(call, 12, "int8", added.nodes(), NewEntries.Node::number);
            hashes(call, 13, added.nodes(), NewEntries.Node::hash);
            try (ResultSet done = call.executeQuery()) {
                done.next();
            }
        }
    }

    /** Keeps a signed checkpoint; one no larger than the last is left out. */
    public static void checkpoint(Handle handle, long size, String note) {
        handle.createUpdate("""
                        insert into audit_checkpoint (size, note) select :size, :note
                        where not exists (select 1 from audit_checkpoint where size >= :size)""").bind("size", size).bind("note", note).execute();
    }

    /** Keeps the line a witness gave; a second one for the same checkpoint is left out. */
    public static void cosignature(Handle handle, long size, String witness, String line) {
        handle.createUpdate("""
                        insert into audit_cosignature (size, witness, line) values (:size, :witness, :line)
                        on conflict do nothing""")
                .bind("size", size)
                .bind("witness", witness)
                .bind("line", line)
                .execute();
    }

    /** Tells in the log that checkpoints are signed with this public key; nothing when it was told before. */
    public static void announce(Handle handle, String publicKey) {
        handle.createQuery("select audit_announce(:key)")
                .bind("key", publicKey)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Forgets the text of the oldest entries.
     *
     * @param kept entries younger than this keep theirs; more than a day
     * @param most how many at once
     * @return how many it was
     */
    public static int forget(Handle handle, Duration kept, int most) {
        return handle.createQuery("select audit_forget(now() - make_interval(secs => :kept), :most)")
                .bind("kept", (double) kept.toSeconds())
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** Size of the largest checkpoint a witness cosigned, 0 when there is none. */
    public static long witnessed(Handle handle, String witness) {
        return handle.createQuery("select coalesce(max(size), 0) from audit_cosignature where witness = :witness")
                .bind("witness", witness)
                .mapTo(Long.class)
                .one();
    }

    /** The last checkpoint. */
    public static Optional<StoredCheckpoint> last(Handle handle) {
        return AuditHashes.checkpoints(handle, "order by size desc limit :limit", -1, 1).stream()
                .findFirst();
    }

    private static <T> void array(
            PreparedStatement call, int place, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        Object[] values = rows.stream().map(column).toArray();
        call.setArray(place, call.getConnection().createArrayOf(type, values));
    }

    private static <T> void hashes(PreparedStatement call, int place, List<T> rows, Function<T, byte[]> column)
            throws SQLException {
        byte[][] values = rows.stream().map(column).toArray(byte[][]::new);
        call.setArray(place, call.getConnection().createArrayOf("bytea", values));
    }
}
