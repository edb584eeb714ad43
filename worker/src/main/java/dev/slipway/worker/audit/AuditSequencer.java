package dev.slipway.worker.audit;

import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.store.Database;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.audit.LogHead;
import dev.slipway.store.audit.NewEntries;
import dev.slipway.store.audit.NotedFact;
import dev.slipway.worker.loop.Loop;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Gives committed facts their places and has each batch signed, at the latest a second after they were noted. Several
 * workers may run one: a transaction adds only to the log of the size it saw.
 */
public final class AuditSequencer implements Loop.Work {
    /** Most entries between two checkpoints. */
    static final int BATCH = 1_000;

    private static final Duration IDLE = Duration.ofMillis(700);

    private final Database database;
    private final CheckpointSigner signer;
    private final Runnable afterSigning;

    /** What this process added last; worth something only while the log still stands there. */
    private @Nullable Frontier frontier;

    /** @param afterSigning called after each new checkpoint */
    public AuditSequencer(Database database, CheckpointSigner signer, Runnable afterSigning) {
        this.database = database;
        this.signer = signer;
        this.afterSigning = afterSigning;
    }

    @Override
    public Duration look() {
        int added = advance();
        if (signer.sign()) {
            afterSigning.run();
        }
        return added == BATCH ? Duration.ZERO : IDLE;
    }

    /** Adds up to {@link #BATCH} entries; -1 when another worker is at it. */
    int advance() {
        try {
            return database.inTransaction(this::advance);
        } catch (RuntimeException e) {
            frontier = null;
            throw e;
        }
    }

    private int advance(Handle handle) {
        if (!AuditLog.lead(handle)) {
            return -1;
        }
        List<NotedFact> noted = AuditLog.noted(handle, BATCH);
        if (noted.isEmpty()) {
            return 0;
        }
        Frontier now = standing(handle, AuditLog.head(handle));
        try {
            AuditLog.append(handle, added(noted, now));
        } catch (SQLException e) {
            throw new IllegalStateException("the audit log takes no entries: " + e.getMessage(), e);
        }
        frontier = now;
        return noted.size();
    }

    private static NewEntries added(List<NotedFact> noted, Frontier now) {
        long expected = now.size();
        List<NewEntries.Row> rows = new ArrayList<>(noted.size());
        List<NewEntries.Node> nodes = new ArrayList<>();
        for (NotedFact fact : noted) {
            NewEntries.Row row = Facts.row(fact);
            rows.add(row);
            now.append(TreeHash.of(row.leaf()), stored -> {
                if (stored.stratum() > 0) {
                    nodes.add(new NewEntries.Node(
                            stored.stratum(), stored.number(), stored.hash().bytes()));
                }
            });
        }
        return new NewEntries(expected, now.head().root().bytes(), rows, nodes);
    }

    private Frontier standing(Handle handle, LogHead head) {
        TreeHead expected = new TreeHead(head.size(), TreeHash.of(head.root()));
        if (frontier != null && frontier.head().equals(expected)) {
            return frontier.copy();
        }
        Frontier stored = StoredTree.of(handle, head.size()).frontier();
        if (!stored.head().equals(expected)) {
            throw new TamperedLogException("the stored hashes do not make the root of size " + head.size());
        }
        return stored;
    }
}
