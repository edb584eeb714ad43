package dev.slipway.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.ExportRecord;
import dev.slipway.audit.Verdict;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.audit.witness.AddCheckpoint;
import dev.slipway.audit.witness.WitnessAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything somebody with all rights in the database can do to the log, and who notices. */
final class TestTampering {
    private static final String REHASH = "update audit_leaf l set hash = sha256('\\x00' || convert_to(e.body, 'UTF8'))"
            + " from audit_entry e where e.index = l.index";

    @TempDir
    private Path folder;

    private AuditedDatabase log;

    @BeforeEach
    void fill() throws Exception {
        log = new AuditedDatabase(folder);
        for (int batch = 0; batch < 3; batch++) {
            log.add(20);
            log.witness();
        }
        assertThat(log.verify()).isEqualTo(new Verdict.Sound(60, 60, 3, 60));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aFlippedByteIsNamed() {
        log.tamper("update audit_entry set body = overlay(body placing 'X' from 40) where index = 33");
        assertThat(first()).isEqualTo(33);
    }

    @Test
    void aFlippedByteWithItsHashIsBetweenTwoCheckpoints() {
        log.tamper("update audit_entry set body = overlay(body placing 'X' from 40) where index = 33", REHASH);
        assertThat(log.verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.first()).isEqualTo(20);
            assertThat(broken.last()).isEqualTo(39);
        });
    }

    @Test
    void swappedEntriesAreNamed() {
        log.tamper("update audit_entry a set body = b.body from audit_entry b"
                + " where a.index in (7, 45) and b.index = 52 - a.index");
        assertThat(first()).isEqualTo(7);
    }

    @Test
    void deletedEntriesAreNamed() {
        log.tamper("delete from audit_entry where index >= 50", "delete from audit_leaf where index >= 50");
        assertThat(first()).isEqualTo(50);
    }

    @Test
    void deletedEntriesWithTheirCheckpointsAreMissedByTheWitness() {
        String kept = log.witness.checkpoint().orElseThrow();
        cutTo(40);
        assertThat(log.verify()).as("nothing inside the database tells").isInstanceOf(Verdict.Sound.class);
        assertThat(log.verify(kept))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.first()).isEqualTo(40));
    }

    @Test
    void anInsertedEntryIsFound() {
        log.tamper(
                "update audit_entry set index = -index - 2 where index >= 30",
                "update audit_entry set index = -index - 1 where index < 0",
                "insert into audit_entry (index, at, kind, actor, body) values (30, now(), 'k', 'a', '{}')",
                "insert into audit_leaf (index, hash) values (60, sha256(''))",
                "update audit_head set size = 61",
                REHASH);
        assertThat(log.verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {
            assertThat(broken.first()).isBetween(20L, 30L);
            assertThat(broken.last()).isGreaterThanOrEqualTo(30);
        });
    }

    /** The thief has the log's key and the database, and makes everything anew; the witness's key is elsewhere. */
    @Test
    void aRewrittenLogIsCaughtByTheWitness() {
        String kept = log.witness.checkpoint().orElseThrow();
        rewrite();
        assertThat(log.verify(kept))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.reason()).contains("kept elsewhere"));
        log.restart();
        assertThatThrownBy(log::witness)
                .isInstanceOf(TamperedLogException.class)
                .hasMessageContaining("another root");
        assertThat(folder.resolve("witness/evidence-60-seen")).hasContent(kept);
        assertThat(folder.resolve("witness/evidence-60-refused")).content().isNotEqualTo(kept);
    }

    @Test
    void theWorkerItselfDoesNotSignARewrittenLog() {
        rewrite();
        log.restart();
        assertThatThrownBy(() -> log.add(1))
                .isInstanceOf(TamperedLogException.class)
                .hasMessageContaining("below 60");
        assertThat(log.number("select max(size) from audit_checkpoint")).isEqualTo(60);
    }

    @Test
    void aSmallerLogIsNotSignedAlsoAfterARestart() {
        cutTo(40);
        assertThatThrownBy(() -> log.add(1))
                .isInstanceOf(TamperedLogException.class)
                .hasMessageContaining("60");
        log.restart();
        assertThatThrownBy(log::sequence)
                .isInstanceOf(TamperedLogException.class)
                .hasMessageContaining("60");
        assertThat(log.number("select max(size) from audit_checkpoint")).isEqualTo(40);
    }

    @Test
    void changedHashesStopTheSequencerThatHasToReadThem() {
        log.tamper("update audit_leaf set hash = sha256('x') where index = 12");
        log.restart();
        assertThatThrownBy(() -> log.add(1)).isInstanceOf(TamperedLogException.class);
        assertThat(log.number("select size from audit_head")).isEqualTo(60);
        assertThat(log.number("select count(*) from audit_intake"))
                .as("nothing is lost")
                .isEqualTo(1);
    }

    @Test
    void ofTwoCheckpointsOfOneSizeTheWitnessRefusesTheSecondAndKeepsBoth() throws Exception {
        String seen = log.witness.checkpoint().orElseThrow();
        String other = AuditedDatabase.LOG
                .sign(new Checkpoint(AuditedDatabase.LOG.key().name(), new TreeHead(60, TreeHash.leaf("split"))).text())
                .note();
        AddCheckpoint request = new AddCheckpoint(60, List.of(), SignedNote.parse(other));
        assertThat(log.witness.add(request.body())).isEqualTo(new WitnessAnswer.Behind(60));
        assertThat(Files.readString(folder.resolve("witness/evidence-60-seen"))).isEqualTo(seen);
        assertThat(Files.readString(folder.resolve("witness/evidence-60-refused")))
                .isEqualTo(other);
        assertThat(log.witness.checkpoint()).as("it stays with the first").contains(seen);
    }

    private long first() {
        Verdict verdict = log.verify();
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        return ((Verdict.Broken) verdict).first();
    }

    private void cutTo(int size) {
        Frontier frontier = new Frontier();
        log.export().stream()
                .filter(record -> record instanceof ExportRecord.Entry)
                .map(ExportRecord.Entry.class::cast)
                .limit(size)
                .forEach(entry -> frontier.append(entry.leaf()));
        log.tamper(
                "delete from audit_cosignature where size > " + size,
                "delete from audit_checkpoint where size > " + size,
                "delete from audit_entry where index >= " + size,
                "delete from audit_leaf where index >= " + size,
                head(frontier.head()));
    }

    private void rewrite() {
        log.tamper("update audit_entry set body = '{\"forged\":true}' where index = 3", REHASH);
        Frontier frontier = new Frontier();
        log.export().stream()
                .filter(record -> record instanceof ExportRecord.Entry)
                .map(ExportRecord.Entry.class::cast)
                .forEach(entry -> frontier.append(entry.leaf()));
        String note = AuditedDatabase.LOG
                .sign(new Checkpoint(AuditedDatabase.LOG.key().name(), frontier.head()).text())
                .note();
        log.tamper(
                "delete from audit_cosignature",
                "delete from audit_checkpoint",
                head(frontier.head()),
                "insert into audit_checkpoint (size, note) values (60, '" + note + "')");
    }

    private static String head(TreeHead head) {
        return "update audit_head set size = " + head.size() + ", root = '\\x"
                + HexFormat.of().formatHex(head.root().bytes()) + "'";
    }
}
