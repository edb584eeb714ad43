package dev.slipway.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.audit.Actor;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.KeyKind;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.tree.Frontier;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.AuditCheckpointView;
import dev.slipway.model.api.AuditEntryView;
import dev.slipway.model.api.AuditProofView;
import dev.slipway.model.api.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestAuditCommands {
    private static final NoteSigner LOG = NoteSigner.generate("example.org/log", KeyKind.LOG);

    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);
    private final List<AuditEntryView> entries = new ArrayList<>();
    private final List<AuditCheckpointView> checkpoints = new ArrayList<>();

    @TempDir
    private Path folder;

    private String trust = "";

    @BeforeEach
    void serve() throws Exception {
        trust = Files.writeString(folder.resolve("trust"), LOG.key().text() + "\n")
                .toString();
        Frontier frontier = new Frontier();
        for (int number = 0; number < 7; number++) {
            String body = entry(number);
            entries.add(new AuditEntryView(number, TreeHash.leaf(body).base64(), body));
            frontier.append(TreeHash.leaf(body));
            if (number % 3 == 0) {
                checkpoints.add(checkpoint(frontier));
            }
        }
        edge.on("GET", "/v1/audit/checkpoint", request -> Answer.json(checkpoints.getLast()));
        edge.on("GET", "/v1/audit/checkpoints", request -> Answer.json(new Page<>(checkpoints, null)));
        edge.on("GET", "/v1/audit", request -> {
            int from = Integer.parseInt(request.query().getOrDefault("next", "-1")) + 1;
            int end = Math.min(from + 2, entries.size());
            return Answer.json(new Page<>(entries.subList(from, end), end == entries.size() ? null : "" + (end - 1)));
        });
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void entriesAreListed() {
        Ended ended = shell.run("audit", "list", "--limit", "2", "--kind", "action", "--run", "run/shop/web/1");
        assertThat(ended.code()).isZero();
        assertThat(ended.lines().get(1).replaceAll(" +", " "))
                .isEqualTo("0 2023-11-14T22:13:20Z action dora approve accepted run/shop/web/0");
        assertThat(edge.seen().getFirst().query())
                .containsAllEntriesOf(Map.of("kind", "action", "run", "run/shop/web/1", "after", "-1"));
    }

    @Test
    void aWholeLogHolds() {
        Ended ended = shell.run("audit", "verify", "--trust", trust);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo("all 7 entries hold, 3 checkpoints, witnessed up to 0\n");
        assertThat(ended.code()).isZero();
    }

    @Test
    void whatCameAfterTheStartIsLeftForTheNextTime() {
        AuditCheckpointView first = checkpoints.getFirst();
        edge.on("GET", "/v1/audit/checkpoint", request -> Answer.json(first));
        assertThat(shell.run("audit", "verify", "--trust", trust).out()).startsWith("all 1 entries hold");
    }

    @Test
    void aChangedEntryIsNamed() {
        entries.set(4, new AuditEntryView(4, entries.get(4).leaf(), entry(99)));
        Ended ended = shell.run("audit", "verify", "--trust", trust);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).startsWith("the log was changed, first at entry 4:");
        entries.remove(2);
        assertThat(shell.run("audit", "verify", "--trust", trust).err()).contains("first at entry 2");
    }

    @Test
    void aCheckpointThatWasKeptMustBeContained() throws Exception {
        Path kept =
                Files.writeString(folder.resolve("kept"), checkpoints.getLast().checkpoint());
        assertThat(shell.run("audit", "verify", "--trust", trust, "--checkpoint", kept.toString())
                        .code())
                .isZero();
        entries.removeLast();
        checkpoints.removeLast();
        Ended ended = shell.run("audit", "verify", "--trust", trust, "--checkpoint", kept.toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("kept elsewhere");
    }

    @Test
    void anExportIsCheckedWithoutAServer() {
        String file = folder.resolve("log.jsonl").toString();
        assertThat(shell.run("audit", "export", "-o", file).code()).isZero();
        edge.close();
        assertThat(shell.run("audit", "verify", "--trust", trust, "--file", file)
                        .out())
                .startsWith("all 7 entries hold");
    }

    @Test
    void onlyAProofThatHoldsIsPrinted() {
        String leaf = TreeHash.leaf(entry(1)).base64();
        AuditProofView good = new AuditProofView(0, entries.getFirst().leaf(), entry(0), List.of(leaf), two());
        edge.on("GET", "/v1/audit/proof", request -> Answer.json(good));
        Ended ended = shell.run("audit", "proof", "0", "--trust", trust);
        assertThat(ended.code()).isZero();
        assertThat(ModelJson.read(ended.out(), JsonNode.class)
                        .path("proof")
                        .get(0)
                        .asText())
                .isEqualTo(leaf);
        edge.on(
                "GET",
                "/v1/audit/proof",
                request -> Answer.json(new AuditProofView(0, good.leaf(), entry(5), good.proof(), good.checkpoint())));
        assertThat(shell.run("audit", "proof", "0", "--trust", trust))
                .satisfies(forged -> assertThat(forged.code()).isEqualTo(1))
                .satisfies(forged -> assertThat(forged.err()).contains("does not hold"));
    }

    @Test
    void filesThatAreOfNoUseAreNamed() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "nonsense");
        String file = nonsense.toString();
        assertThat(shell.run("audit", "verify", "--trust", file).err()).contains("no trusted keys");
        assertThat(shell.run(
                                "audit",
                                "verify",
                                "--trust",
                                folder.resolve("gone").toString())
                        .err())
                .contains("cannot read");
        assertThat(shell.run("audit", "verify", "--trust", trust, "--checkpoint", file)
                        .err())
                .contains("of no use");
        assertThat(shell.run("audit", "verify", "--trust", trust, "--file", file)
                        .err())
                .contains("neither entry nor checkpoint");
        assertThat(shell.run("audit", "verify").code()).isEqualTo(2);
    }

    private static String two() {
        Frontier frontier = new Frontier();
        frontier.append(TreeHash.leaf(entry(0)));
        frontier.append(TreeHash.leaf(entry(1)));
        return checkpoint(frontier).checkpoint();
    }

    private static AuditCheckpointView checkpoint(Frontier frontier) {
        String text = new Checkpoint(LOG.key().name(), frontier.head()).text();
        return new AuditCheckpointView(frontier.size(), LOG.sign(text).note(), 0);
    }

    private static String entry(int number) {
        return new AuditEntry(
                        Instant.ofEpochSecond(1_700_000_000 + number),
                        "action",
                        new Actor("https://idp", "dora", null),
                        "approve",
                        "run/shop/web/" + number,
                        "shop",
                        null,
                        null,
                        null,
                        Map.of(),
                        "accepted")
                .canonical();
    }
}
