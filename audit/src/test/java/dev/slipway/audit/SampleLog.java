package dev.slipway.audit;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Logs as they are exported, with the keys that signed them. */
final class SampleLog {
    static final NoteSigner LOG = NoteSigner.generate("example.org/log", KeyKind.LOG);
    static final NoteSigner WITNESS = NoteSigner.generate("example.org/witness", KeyKind.WITNESS);
    static final TrustedKeys TRUST = new TrustedKeys(List.of(LOG.key()), List.of(WITNESS.key()));

    private SampleLog() {}

    /** Entries with a witnessed checkpoint every so many, and one at the end. */
    static List<ExportRecord> of(List<String> bodies, int apart) {
        List<ExportRecord> log = new ArrayList<>();
        Frontier frontier = new Frontier();
        for (String body : bodies) {
            TreeHash leaf = TreeHash.leaf(body);
            log.add(new ExportRecord.Entry(frontier.size(), leaf, body));
            frontier.append(leaf);
            if (frontier.size() % apart == 0 || frontier.size() == bodies.size()) {
                log.add(new ExportRecord.Note(checkpoint(frontier).note()));
            }
        }
        return log;
    }

    static SignedNote checkpoint(Frontier frontier) {
        String text = new Checkpoint(LOG.key().name(), frontier.head()).text();
        return LOG.sign(text).with(WITNESS.cosign(text, Instant.ofEpochSecond(1_800_000_000)));
    }

    static List<String> bodies(int count) {
        List<String> bodies = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            bodies.add(new AuditEntry(
                            Instant.ofEpochSecond(1_700_000_000 + number),
                            "action",
                            new Actor("https://idp", "dora", null),
                            "approve",
                            "run/shop/web/" + number,
                            "shop",
                            null,
                            "because ünïcode 🚢",
                            null,
                            Map.of(),
                            "accepted")
                    .canonical());
        }
        return bodies;
    }
}
