package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.AuditedApi;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.PolicyServer;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.audit.note.Checkpoint;
import dev.slipway.audit.note.SignedNote;
import dev.slipway.audit.tree.Proofs;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.audit.tree.TreeHead;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestAudit {
    private static Api api;
    private static AuditedApi log;

    @BeforeAll
    static void start() throws Exception {
        api = Api.start();
        Landscape.register(api);
        log = new AuditedApi(api);
        api.execute("insert into event_intake (type, project, subject) select 'callback.answered', 'foreign', 'x'"
                + " from generate_series(1, 5)");
        log.sequence();
        api.execute("insert into event_intake (type, subject) select 'callback.answered', 'x'"
                + " from generate_series(1, 300)");
        log.sequence();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whatOperatorsRegisterNamesThemAndTheDecision() {
        JsonNode changes = api.get("/v1/audit?kind=change&project=shop", api.developer())
                .json()
                .path("items");
        assertThat(changes).isNotEmpty().allSatisfy(change -> {
            JsonNode entry = entry(change);
            assertThat(entry.path("project").asText()).isEqualTo("shop");
            assertThat(entry.path("actor").path("subject").asText()).isNotEqualTo("slipway_api");
            assertThat(entry.path("decision").asText()).hasSize(64);
            assertThat(entry.path("actor").path("address").asText()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void tenantsSeeTheirOwnAndOperatorsAll() {
        JsonNode own = api.get("/v1/audit?limit=500", api.developer()).json().path("items");
        assertThat(own)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(entry(item).path("project").asText())
                        .isNotEmpty()
                        .isNotEqualTo(PolicyServer.FOREIGN_PROJECT));
        assertThat(api.get("/v1/audit?project=foreign", api.developer()).json().path("items"))
                .isEmpty();
        String nobody = api.identity().token("nina");
        assertThat(api.get("/v1/audit", nobody).json().path("items")).isEmpty();
        assertThat(api.call("GET", "/v1/audit", null, null).code()).isEqualTo(ErrorCode.TOKEN_MISSING);
        assertThat(walk(api.operator())).hasSize((int) log.head().size());
    }

    @Test
    void everyEntryIsProvenByTheLastCheckpoint() {
        TreeHead head = head(api.get("/v1/audit/checkpoint", api.developer()).json());
        assertThat(head).isEqualTo(log.head());
        for (long index : new long[] {0, 4, head.size() / 2, head.size() - 1}) {
            JsonNode proof =
                    api.get("/v1/audit/proof?index=" + index, api.operator()).json();
            assertThat(Proofs.includes(
                            head(proof),
                            index,
                            TreeHash.leaf(proof.path("entry").asText()),
                            hashes(proof)))
                    .isTrue();
        }
        long first = api.get("/v1/audit/checkpoints?limit=1", api.developer())
                .json()
                .path("items")
                .get(0)
                .path("size")
                .asLong();
        JsonNode older =
                api.get("/v1/audit/proof?index=1&size=2", api.operator()).json();
        assertThat(head(older).size()).isEqualTo(first);
        assertThat(Proofs.includes(
                        head(older), 1, TreeHash.leaf(older.path("entry").asText()), hashes(older)))
                .isTrue();
    }

    @Test
    void growthIsProven() {
        JsonNode first =
                api.get("/v1/audit/checkpoints?limit=1", api.developer()).json();
        TreeHead older = head(first.path("items").get(0));
        JsonNode growth = api.get("/v1/audit/consistency?from=" + older.size(), api.developer())
                .json();
        assertThat(head(growth)).isEqualTo(log.head());
        assertThat(growth.path("older").asText())
                .isEqualTo(first.path("items").get(0).path("checkpoint").asText());
        assertThat(Proofs.grows(older, head(growth), hashes(growth))).isTrue();
        assertThat(api.get("/v1/audit/consistency?from=0", api.developer())
                        .json()
                        .path("proof"))
                .isEmpty();
    }

    @Test
    void aProofOfAnEntryOfOthersIsAsMissingAsOneThatIsNotThere() {
        int foreign =
                api.value(Integer.class, "select cast(min(index) as int) from audit_entry where project = 'foreign'");
        Reply others = api.get("/v1/audit/proof?index=" + foreign, api.developer());
        Reply missing = api.get("/v1/audit/proof?index=999999", api.developer());
        assertThat(others.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(missing.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void nonsenseIsRefusedByName() {
        for (String path : List.of(
                "?after=x",
                "?limit=0",
                "?kind=",
                "?project=A",
                "/proof",
                "/proof?index=-1",
                "/proof?index=1&size=0",
                "/consistency",
                "/consistency?from=999999",
                "/checkpoints?after=-1")) {
            assertThat(api.get("/v1/audit" + path, api.operator()).code())
                    .as(path)
                    .isEqualTo(ErrorCode.VALIDATION_FAILED);
        }
    }

    private static List<JsonNode> walk(String token) {
        List<JsonNode> all = new ArrayList<>();
        String path = "/v1/audit?limit=100";
        while (true) {
            JsonNode page = api.get(path, token).json();
            page.path("items").forEach(all::add);
            if (!page.hasNonNull("next")) {
                return all;
            }
            path = "/v1/audit?limit=100&next=" + page.path("next").asText();
        }
    }

    private static JsonNode entry(JsonNode item) {
        return ModelJson.read(item.path("entry").asText(), JsonNode.class);
    }

    private static TreeHead head(JsonNode view) {
        SignedNote note = SignedNote.parse(view.path("checkpoint").asText());
        assertThat(note.signedBy(AuditedApi.key())).isTrue();
        return Checkpoint.parse(note.text()).head();
    }

    private static List<TreeHash> hashes(JsonNode view) {
        List<TreeHash> hashes = new ArrayList<>();
        view.path("proof").forEach(hash -> hashes.add(TreeHash.ofBase64(hash.asText())));
        return hashes;
    }
}
