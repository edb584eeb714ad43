package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestAuditVerifier {
    private static final List<String> BODIES = SampleLog.bodies(45);
    private static final List<ExportRecord> LOG = SampleLog.of(BODIES, 10);

    @Test
    void aWholeLogHolds() {
        assertThat(verify(LOG)).isEqualTo(new Verdict.Sound(45, 45, 5, 45));
    }

    @Test
    void aLogWhoseBodiesAreGoneStillHolds() {
        List<ExportRecord> old = new ArrayList<>(LOG);
        old.replaceAll(record -> record instanceof ExportRecord.Entry entry && entry.index() < 20
                ? new ExportRecord.Entry(entry.index(), entry.leaf(), null)
                : record);
        assertThat(verify(old)).isEqualTo(new Verdict.Sound(45, 25, 5, 45));
    }

    @Test
    void everyFlippedByteNamesItsEntry() {
        for (int index : List.of(0, 9, 10, 31, 44)) {
            String body = BODIES.get(index);
            for (int place = 0; place < body.length(); place += 17) {
                char[] changed = body.toCharArray();
                changed[place] ^= 1;
                assertThat(broken(with(index, new String(changed))).first()).isEqualTo(index);
            }
        }
    }

    @Test
    void swappedBodiesNameTheFirst() {
        List<ExportRecord> log = with(13, BODIES.get(27));
        assertThat(broken(log).first()).isEqualTo(13);
    }

    @Test
    void whenTheHashesWereChangedTooTheInBetweenOfTwoCheckpointsIsNamed() {
        List<ExportRecord> log = new ArrayList<>(LOG);
        log.replaceAll(record -> record instanceof ExportRecord.Entry entry && entry.index() == 13
                ? new ExportRecord.Entry(13, TreeHash.leaf("forged"), "forged")
                : record);
        Verdict.Broken broken = broken(log);
        assertThat(broken.first()).isEqualTo(10);
        assertThat(broken.last()).isEqualTo(19);
    }

    @Test
    void deletedEntriesAreNamed() {
        List<ExportRecord> log = new ArrayList<>(LOG);
        log.removeIf(record -> record instanceof ExportRecord.Entry entry && entry.index() >= 35);
        assertThat(broken(log).first()).isEqualTo(35);
        List<ExportRecord> middle = new ArrayList<>(LOG);
        middle.removeIf(record -> record instanceof ExportRecord.Entry entry && entry.index() == 7);
        assertThat(broken(middle).first()).isEqualTo(7);
    }

    @Test
    void anInsertedEntryIsFound() {
        List<String> more = new ArrayList<>(BODIES);
        more.add(23, "{\"kind\":\"forged\"}");
        List<ExportRecord> forged = SampleLog.of(more, 10).stream()
                .filter(ExportRecord.Entry.class::isInstance)
                .toList();
        List<ExportRecord> log = new ArrayList<>(forged);
        List<ExportRecord> notes =
                LOG.stream().filter(ExportRecord.Note.class::isInstance).toList();
        for (int number = 0; number < notes.size(); number++) {
            log.add(Math.min(11 * number + 10, log.size()), notes.get(number));
        }
        Verdict.Broken broken = broken(log);
        assertThat(broken.first()).isEqualTo(20);
        assertThat(broken.last()).isEqualTo(29);
    }

    @Test
    void aRewrittenAndSignedLogIsCaughtByAKeptCheckpoint() {
        List<String> changed = new ArrayList<>(BODIES);
        changed.set(3, "{\"kind\":\"forged\"}");
        List<ExportRecord> rewritten = SampleLog.of(changed, 10);
        assertThat(verify(rewritten)).as("without a kept one").isInstanceOf(Verdict.Sound.class);
        Verdict verdict = new AuditVerifier(SampleLog.TRUST, List.of(checkpointOf(25))).verify(rewritten.iterator());
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        assertThat(((Verdict.Broken) verdict).reason()).contains("kept elsewhere");
    }

    @Test
    void aLogCutBehindACheckpointIsCaughtByAKeptOne() {
        List<ExportRecord> shorter = SampleLog.of(BODIES.subList(0, 30), 10);
        assertThat(new AuditVerifier(SampleLog.TRUST, List.of(checkpointOf(45))).verify(shorter.iterator()))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.first()).isEqualTo(30));
    }

    @Test
    void keysOfOthersAreWorthNothing() {
        NoteSigner thief = NoteSigner.generate(SampleLog.LOG.key().name(), KeyKind.LOG);
        TrustedKeys other = new TrustedKeys(List.of(thief.key()), List.of());
        assertThat(new AuditVerifier(other, List.of()).verify(LOG.iterator())).isInstanceOf(Verdict.Broken.class);
        NoteSigner stranger = NoteSigner.generate("example.org/other", KeyKind.WITNESS);
        TrustedKeys unwitnessed = new TrustedKeys(List.of(SampleLog.LOG.key()), List.of(stranger.key()));
        assertThat(new AuditVerifier(unwitnessed, List.of()).verify(LOG.iterator()))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.reason()).contains("witness"));
        assertThatThrownBy(() -> new AuditVerifier(other, List.of(checkpointOf(25))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRotatedKeyKeepsWhatItSigned() {
        NoteSigner newer = NoteSigner.generate(SampleLog.LOG.key().name(), KeyKind.LOG);
        TrustedKeys both = new TrustedKeys(List.of(newer.key(), SampleLog.LOG.key()), List.of());
        List<ExportRecord> log = new ArrayList<>(LOG);
        Frontier frontier = new Frontier();
        BODIES.forEach(body -> frontier.append(TreeHash.leaf(body)));
        log.add(new ExportRecord.Note(newer.sign(new Checkpoint(newer.key().name(), frontier.head()).text())
                .note()));
        assertThat(new AuditVerifier(both, List.of()).verify(log.iterator())).isInstanceOf(Verdict.Sound.class);
    }

    @Test
    void anEndWithoutCheckpointIsDoubted() {
        List<ExportRecord> log = new ArrayList<>(LOG);
        log.removeLast();
        assertThat(broken(log).first()).isEqualTo(40);
        assertThat(broken(List.of()).first()).isZero();
    }

    @Test
    void trustIsOneKeyALine() {
        String text = "# from the operator\n" + SampleLog.LOG.key().text() + "\n\n"
                + SampleLog.WITNESS.key().text() + "\n";
        assertThat(TrustedKeys.parse(text)).isEqualTo(SampleLog.TRUST);
        assertThatThrownBy(() -> TrustedKeys.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrustedKeys.parse("not a key")).hasMessageContaining("not a key");
    }

    @Test
    void linesOfAnExportComeBackAsTheyWere() {
        for (ExportRecord record : LOG) {
            assertThat(ExportRecord.parse(record.line())).isEqualTo(record);
        }
        for (String line :
                List.of("", "{", "[]", "{\"index\":1}", "{\"index\":\"1\",\"leaf\":\"AAAA\"}", "{\"leaf\":\"x\"}")) {
            assertThatThrownBy(() -> ExportRecord.parse(line)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<ExportRecord> with(int index, String body) {
        List<ExportRecord> log = new ArrayList<>(LOG);
        log.replaceAll(record -> record instanceof ExportRecord.Entry entry && entry.index() == index
                ? new ExportRecord.Entry(index, entry.leaf(), body)
                : record);
        return log;
    }

    private static String checkpointOf(int size) {
        Frontier frontier = new Frontier();
        BODIES.subList(0, size).forEach(body -> frontier.append(TreeHash.leaf(body)));
        return SampleLog.checkpoint(frontier).note();
    }

    private static Verdict verify(List<ExportRecord> log) {
        return new AuditVerifier(SampleLog.TRUST, List.of()).verify(log.iterator());
    }

    private static Verdict.Broken broken(List<ExportRecord> log) {
        Verdict verdict = verify(log);
        assertThat(verdict).isInstanceOf(Verdict.Broken.class);
        return (Verdict.Broken) verdict;
    }
}
