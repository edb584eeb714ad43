package dev.slipway.worker.audit;

import dev.slipway.audit.AuditVerifier;
import dev.slipway.audit.ExportRecord;
import dev.slipway.audit.KeptNote;
import dev.slipway.audit.TrustedKeys;
import dev.slipway.audit.Verdict;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.witness.Witness;
import dev.slipway.audit.witness.WitnessClient;
import dev.slipway.audit.witness.WitnessServer;
import dev.slipway.store.audit.AuditFilter;
import dev.slipway.store.audit.AuditViews;
import dev.slipway.store.audit.StoredCheckpoint;
import dev.slipway.store.audit.StoredEntry;
import dev.slipway.store.testing.TestingDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A database whose facts are sequenced, signed and witnessed when the test says so. */
final class AuditedDatabase implements AutoCloseable {
    static final NoteSigner LOG = NoteSigner.generate("example.org/log", KeyKind.LOG);
    static final NoteSigner WITNESS = NoteSigner.generate("example.org/witness", KeyKind.WITNESS);
    static final TrustedKeys TRUST = new TrustedKeys(List.of(LOG.key()), List.of(WITNESS.key()));

    final TestingDatabase database = TestingDatabase.create();
    final Witness witness;
    final WitnessServer server;
    private final Path folder;
    private final WitnessClient client;
    private WitnessWork asking;
    private AuditSequencer sequencer;

    AuditedDatabase(Path folder) throws IOException {
        this.folder = folder;
        witness = new Witness(WITNESS, List.of(LOG.key()), folder.resolve("witness"), Clock.systemUTC());
        server = new WitnessServer(witness, 0);
        client = new WitnessClient(URI.create("http://127.0.0.1:" + server.port()));
        restart();
    }

    /** A sequencer of another worker, with a disk of its own. */
    AuditSequencer sequencer(String kept) {
        KeptNote note = new KeptNote(folder.resolve(kept));
        return new AuditSequencer(database.worker(), new CheckpointSigner(database.worker(), LOG, note), () -> {});
    }

    /** As after a restart of the worker, which knows what its disk and the database say. */
    final void restart() {
        asking = new WitnessWork(database.worker(), client, WITNESS.key());
        sequencer = sequencer("signed");
    }

    /** Notes so many facts, gives them their places and signs; the witness is not asked. */
    void add(int count) {
        database.api().useTransaction(handle -> {
            for (int number = 0; number < count; number++) {
                handle.execute("""
                        insert into event_intake (type, project, subject, data)
                        values ('callback.answered', 'shop', 'run/shop/web/' || ?, '{}')""", number);
            }
        });
        sequence();
    }

    void sequence() {
        while (sequencer.look().isZero()) {
            continue;
        }
    }

    void witness() {
        while (asking.look().isZero()) {
            continue;
        }
    }

    /** What somebody with all rights in the database does. */
    void tamper(String... statements) {
        database.owner().useTransaction(handle -> {
            for (String statement : statements) {
                handle.execute(statement);
            }
        });
    }

    List<ExportRecord> export() {
        AuditViews views = new AuditViews(database.api());
        List<ExportRecord> log = new ArrayList<>();
        List<StoredEntry> entries = views.entries(AuditFilter.ALL, -1, 1_000_000);
        int next = 0;
        for (StoredCheckpoint checkpoint : views.checkpoints(-1, 1_000_000)) {
            while (next < entries.size() && entries.get(next).index() < checkpoint.size()) {
                StoredEntry entry = entries.get(next++);
                log.add(new ExportRecord.Entry(entry.index(), TreeHash.of(entry.leaf()), entry.body()));
            }
            log.add(new ExportRecord.Note(checkpoint.text()));
        }
        return log;
    }

    Verdict verify(String... kept) {
        return new AuditVerifier(TRUST, List.of(kept)).verify(export().iterator());
    }

    long number(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        database.close();
    }
}
