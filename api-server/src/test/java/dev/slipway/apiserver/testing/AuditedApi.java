package dev.slipway.apiserver.testing;

import dev.slipway.audit.CanonicalJson;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.audit.NewEntries;
import dev.slipway.store.audit.NotedFact;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Gives facts their places in the audit log, which in an installation the worker does. */
public final class AuditedApi {
    private static final NoteSigner KEY = NoteSigner.generate("example.org/log", KeyKind.LOG);

    private final Api api;
    private final Frontier frontier = new Frontier();

    public AuditedApi(Api api) {
        this.api = api;
    }

    /** Public key of the log. */
    public static NoteKey key() {
        return KEY.key();
    }

    public TreeHead head() {
        return frontier.head();
    }

    /** Everything noted so far gets its place, and a checkpoint covers it. */
    public void sequence() throws SQLException {
        api.database().worker().jdbi().useTransaction(this::sequence);
    }

    private void sequence(Handle handle) throws SQLException {
        long expected = frontier.size();
        List<NewEntries.Row> rows = new ArrayList<>();
        List<NewEntries.Node> nodes = new ArrayList<>();
        for (NotedFact noted : AuditLog.noted(handle, 1_000)) {
            String body = CanonicalJson.write(noted.fact());
            TreeHash leaf = TreeHash.leaf(body);
            String project = noted.fact().path("project").textValue();
            rows.add(
                    new NewEntries.Row(noted.id(), noted.at(), noted.kind(), "x#y", project, null, body, leaf.bytes()));
            frontier.append(leaf, stored -> {
                if (stored.stratum() > 0) {
                    nodes.add(new NewEntries.Node(
                            stored.stratum(), stored.number(), stored.hash().bytes()));
                }
            });
        }
        byte[] root = frontier.head().root().bytes();
        AuditLog.append(handle, new NewEntries(expected, root, rows, nodes));
        String text = new Checkpoint(KEY.key().name(), frontier.head()).text();
        AuditLog.checkpoint(handle, frontier.size(), KEY.sign(text).note());
    }
}
