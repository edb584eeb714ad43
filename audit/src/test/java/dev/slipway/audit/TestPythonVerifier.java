package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.audit.tree.StoredHashes;
import dev.slipway.audit.tree.Tree;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.model.ModelJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/verify-audit.py}, which shares nothing with our code, agrees with it. */
final class TestPythonVerifier {
    private static final List<String> BODIES = SampleLog.bodies(45);

    @TempDir
    private Path folder;

    private Path trust;

    @BeforeEach
    void pin() throws Exception {
        trust = write(
                "trust",
                SampleLog.LOG.key().text() + "\n" + SampleLog.WITNESS.key().text() + "\n");
    }

    @Test
    void aWholeLogHoldsAndAChangedOneDoesNot() throws Exception {
        List<ExportRecord> log = SampleLog.of(BODIES, 15);
        Path kept = write("kept", checkpoint(20));
        assertThat(python(0, log(log), kept)).contains("45 entries hold, 45 of them witnessed");
        List<ExportRecord> changed = new ArrayList<>(log);
        changed.replaceAll(record -> record instanceof ExportRecord.Entry entry && entry.index() == 13
                ? new ExportRecord.Entry(13, entry.leaf(), BODIES.get(27))
                : record);
        assertThat(python(1, log(changed))).contains("bad index 13:");
        changed.removeIf(record -> record instanceof ExportRecord.Entry entry && entry.index() == 7);
        assertThat(python(1, log(changed))).contains("bad index 7:");
        assertThat(python(1, log(log.subList(0, log.size() - 1)))).contains("bad index 30:");
        List<String> rewritten = new ArrayList<>(BODIES);
        rewritten.set(3, "{}");
        assertThat(python(0, log(SampleLog.of(rewritten, 15)))).contains("hold");
        assertThat(python(1, log(SampleLog.of(rewritten, 15)), kept)).contains("kept elsewhere");
        assertThat(python(1, log(SampleLog.of(BODIES.subList(0, 15), 15)), kept))
                .contains("bad index 15");
    }

    @Test
    void signaturesAreChecked() throws Exception {
        List<ExportRecord> log = new ArrayList<>(SampleLog.of(BODIES, 45));
        String note = ((ExportRecord.Note) log.getLast()).note();
        String[] lines = note.split("\n");
        char[] signature = lines[4].toCharArray();
        signature[signature.length - 10] = signature[signature.length - 10] == 'A' ? 'B' : 'A';
        log.set(log.size() - 1, new ExportRecord.Note(note.replace(lines[4], new String(signature))));
        assertThat(python(1, log(log))).contains("forged");
    }

    @Test
    void proofsHoldAndForgedOnesDoNot() throws Exception {
        StoredHashes hashes = new StoredHashes();
        BODIES.forEach(body -> hashes.append(TreeHash.leaf(body)));
        Tree tree = new Tree(hashes, 45);
        ObjectNode proof =
                ModelJson.mapper().createObjectNode().put("index", 17).put("entry", BODIES.get(17));
        list(proof.putArray("proof"), tree.inclusion(17));
        proof.put("checkpoint", checkpoint(45));
        assertThat(python(0, "--proof", write("proof", proof.toString())))
                .contains("entry 17 is in the log of size 45");
        assertThat(python(1, "--proof", write("proof", proof.put("index", 18).toString())))
                .contains("entry 18 is not in the log");
        ObjectNode growth = ModelJson.mapper().createObjectNode().put("older", checkpoint(20));
        list(growth.putArray("proof"), tree.consistency(20));
        growth.put("checkpoint", checkpoint(45));
        assertThat(python(0, "--grows", write("growth", growth.toString()))).contains("begins with the one of size 20");
        growth.put("older", checkpoint(21));
        assertThat(python(1, "--grows", write("growth", growth.toString()))).contains("failed");
    }

    private static void list(ArrayNode array, List<TreeHash> proof) {
        proof.forEach(hash -> array.add(hash.base64()));
    }

    private static String checkpoint(int size) {
        StoredHashes hashes = new StoredHashes();
        BODIES.subList(0, size).forEach(body -> hashes.append(TreeHash.leaf(body)));
        return SampleLog.checkpoint(hashes.frontier()).note();
    }

    private Path log(List<ExportRecord> log) throws Exception {
        return write(
                "log", String.join("\n", log.stream().map(ExportRecord::line).toList()) + "\n");
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private String python(int expected, Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", script().toString(), trust.toString()));
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(expected);
        return output;
    }

    private static Path script() {
        return Path.of(System.getProperty("slipway.root"), "docs", "verify-audit.py");
    }
}
