package dev.slipway.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSignature;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.StoredHashes;
import dev.slipway.audit.tree.Tree;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.model.SlipwayException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestWitness {
    private static final NoteSigner LOG = NoteSigner.generate("example.org/log", KeyKind.LOG);
    private static final NoteSigner KEY = NoteSigner.generate("example.org/witness", KeyKind.WITNESS);
    private static final StoredHashes HASHES = StoredHashes.ofEntries(50);

    @TempDir
    private Path folder;

    private Witness witness;

    @BeforeEach
    void open() throws Exception {
        witness = new Witness(KEY, List.of(LOG.key()), folder, Clock.systemUTC());
    }

    @Test
    void growthIsCosignedStepByStep() throws Exception {
        for (int[] step : new int[][] {{0, 7}, {7, 8}, {8, 50}, {50, 50}}) {
            WitnessAnswer answer = witness.add(request(step[0], step[1]).body());
            assertThat(answer).isInstanceOf(WitnessAnswer.Cosigned.class);
            String line = ((WitnessAnswer.Cosigned) answer).line();
            assertThat(KEY.key().verifies(checkpoint(step[1]).text(), NoteSignature.parse(line)))
                    .isTrue();
        }
        Witness again = new Witness(KEY, List.of(LOG.key()), folder, Clock.systemUTC());
        assertThat(again.add(request(7, 8).body())).as("after a restart").isEqualTo(new WitnessAnswer.Behind(50));
        SignedNote kept = SignedNote.parse(again.checkpoint().orElseThrow());
        assertThat(kept.signedBy(LOG.key())).isTrue();
        assertThat(kept.signedBy(KEY.key())).isTrue();
    }

    @Test
    void whatWasNotProvenIsNotCosigned() {
        witness.add(request(0, 20).body());
        AddCheckpoint good = request(20, 50);
        assertThat(witness.add(new AddCheckpoint(20, List.of(), good.note()).body()))
                .isEqualTo(refused(422));
        List<TreeHash> half = good.proof().subList(1, good.proof().size());
        assertThat(witness.add(new AddCheckpoint(20, half, good.note()).body())).isEqualTo(refused(422));
        assertThat(witness.add(request(19, 50).body())).isEqualTo(new WitnessAnswer.Behind(20));
        assertThat(witness.add(request(0, 10).body())).as("a smaller log").isEqualTo(new WitnessAnswer.Behind(20));
        SignedNote forged = LOG.sign(new Checkpoint("example.org/log", new TreeHead(50, TreeHash.leaf("x"))).text());
        assertThat(witness.add(new AddCheckpoint(20, good.proof(), forged).body()))
                .isEqualTo(refused(422));
        assertThat(witness.add(good.body())).isInstanceOf(WitnessAnswer.Cosigned.class);
    }

    @Test
    void strangersAreSentAway() {
        NoteSigner thief = NoteSigner.generate("example.org/log", KeyKind.LOG);
        SignedNote stolen = thief.sign(checkpoint(7).text());
        assertThat(witness.add(new AddCheckpoint(0, List.of(), stolen).body()))
                .isInstanceOfSatisfying(
                        WitnessAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(403));
        NoteSigner other = NoteSigner.generate("example.org/other", KeyKind.LOG);
        SignedNote foreign = other.sign(new Checkpoint("example.org/other", new Tree(HASHES, 7).head()).text());
        assertThat(witness.add(new AddCheckpoint(0, List.of(), foreign).body()))
                .isInstanceOfSatisfying(
                        WitnessAnswer.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
        for (String body : List.of("", "old", "old 1\n", "old -1\n\nx\n", "old 1\nAAAA\n\n" + checkpoint(7), "\n\n")) {
            assertThat(witness.add(body))
                    .isInstanceOfSatisfying(
                            WitnessAnswer.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(400));
        }
    }

    @Test
    void itIsAskedOverHttp() throws Exception {
        try (WitnessServer server = new WitnessServer(witness, 0)) {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            try (WitnessClient client = new WitnessClient(address)) {
                assertThat(client.add(request(0, 7))).isInstanceOf(WitnessAnswer.Cosigned.class);
                assertThat(client.add(request(8, 50))).isEqualTo(new WitnessAnswer.Behind(7));
                assertThat(client.add(
                                new AddCheckpoint(7, List.of(), request(7, 50).note())))
                        .isEqualTo(refused(422));
            }
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpResponse<String> large = http.send(
                        HttpRequest.newBuilder(address.resolve("/add-checkpoint"))
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(70_000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(large.statusCode()).isEqualTo(413);
                HttpResponse<String> kept = http.send(
                        HttpRequest.newBuilder(address.resolve("/checkpoint")).build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(kept.body()).startsWith("example.org/log\n7\n");
            }
        }
        try (WitnessClient client = new WitnessClient(URI.create("http://127.0.0.1:1"))) {
            assertThatThrownBy(() -> client.add(request(0, 7)))
                    .isInstanceOf(SlipwayException.class)
                    .hasMessageContaining("does not answer");
        }
    }

    private static WitnessAnswer refused(int status) {
        return new WitnessAnswer.Refused(status, "the proof does not show that the log only grew");
    }

    private static AddCheckpoint request(int old, int size) {
        return new AddCheckpoint(
                old,
                new Tree(HASHES, size).consistency(old),
                LOG.sign(checkpoint(size).text()));
    }

    private static Checkpoint checkpoint(int size) {
        return new Checkpoint("example.org/log", new Tree(HASHES, size).head());
    }
}
