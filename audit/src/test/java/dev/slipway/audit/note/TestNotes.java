package dev.slipway.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.model.SlipwayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestNotes {
    /** Key and note of the signed-note specification's own implementation. */
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String PETERS_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETERS_NOTE = PETERS_TEXT + "\n\u2014 PeterNeumann"
            + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static final NoteSigner LOG = NoteSigner.generate("example.org/log", KeyKind.LOG);
    private static final NoteSigner WITNESS = NoteSigner.generate("example.org/witness", KeyKind.WITNESS);

    @TempDir
    private Path folder;

    @Test
    void aNoteSignedByAnotherImplementationIsRead() {
        NoteKey key = NoteKey.parse(PETER);
        SignedNote note = SignedNote.parse(PETERS_NOTE);
        assertThat(note.text()).isEqualTo(PETERS_TEXT);
        assertThat(note.signedBy(key)).isTrue();
        assertThat(note.note()).isEqualTo(PETERS_NOTE);
        assertThat(key.text()).isEqualTo(PETER);
        assertThat(SignedNote.parse(PETERS_NOTE.replace("answer", "Answer")).signedBy(key))
                .isFalse();
    }

    @Test
    void aCheckpointIsThreeLinesAndItsSignatures() {
        TreeHead head = new TreeHead(3, TreeHash.leaf("root"));
        String text = new Checkpoint("example.org/log", head).text();
        assertThat(text).isEqualTo("example.org/log\n3\n" + head.root().base64() + "\n");
        SignedNote note = LOG.sign(text).with(WITNESS.cosign(text, Instant.ofEpochSecond(1_700_000_000)));
        SignedNote read = SignedNote.parse(note.note());
        assertThat(Checkpoint.parse(read.text()).head()).isEqualTo(head);
        assertThat(read.signedBy(LOG.key())).isTrue();
        assertThat(read.signedBy(WITNESS.key())).isTrue();
        assertThat(read.signedBy(
                        NoteSigner.generate("example.org/log", KeyKind.LOG).key()))
                .as("another key of the same name")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"o\n-1\nR\n", "o\n01\nR\n", "o\n+1\nR\n", "o\n1\nAAAA\n", "o\n1\n", "\n1\nR\n", "o\n1 \nR\n"})
    void whatIsNoCheckpointIsRefused(String text) {
        String root = TreeHash.leaf("x").base64();
        assertThatThrownBy(() -> Checkpoint.parse(text.replace("R", root)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\nnot a signature\n",
                "text\n\n\u2014 name\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 na+me AAAAAAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAAAAB=\n",
                "text\n\n\u2014 name AAAAAAAAAAAA"
            })
    void whatIsNoNoteIsRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name+00000000+AAAA",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+AxpcAQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            })
    void whatIsNoKeyIsRefused(String key) {
        assertThatThrownBy(() -> NoteKey.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysLieInTwoFilesThatMustBelongTogether() throws Exception {
        LOG.write(folder, "log");
        NoteSigner read = NoteSigner.read(folder.resolve("log.key"));
        assertThat(read.sign("x\n").signedBy(LOG.key())).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("log.key"))))
                .isEqualTo("rw-------");
        NoteSigner other = NoteSigner.generate("example.org/log", KeyKind.LOG);
        Files.writeString(folder.resolve("log.pub"), other.key().text());
        assertThatThrownBy(() -> NoteSigner.read(folder.resolve("log.key"))).isInstanceOf(SlipwayException.class);
        Files.setPosixFilePermissions(folder.resolve("log.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> NoteSigner.read(folder.resolve("log.key"))).hasMessageContaining("open to");
    }

    @Test
    void aKeySignsOnlyWhatItIsFor() {
        assertThatThrownBy(() -> WITNESS.sign("x\n")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LOG.cosign("x\n", Instant.EPOCH)).isInstanceOf(IllegalStateException.class);
    }
}
