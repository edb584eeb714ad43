package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.AllocationState;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.Resource;
import dev.slipway.model.api.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCalls {
    private EdgeServer edge;
    private SlipwayClient client;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        edge = EdgeServer.start();
        client = SlipwayClient.create(settings(edge));
    }

    private static ClientSettings settings(EdgeServer edge) {
        return new ClientSettings(
                edge.url(),
                Optional::empty,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(5),
                null);
    }

    @AfterEach
    void stop() {
        client.close();
        edge.close();
    }

    @Test
    void walksPagesOnlyAsFarAsTheyAreRead() {
        edge.on("GET", "/v1/runs", request -> {
            long from = Long.parseLong(request.query().getOrDefault("next", "1"));
            List<RunView> items = LongStream.range(from, from + 10)
                    .mapToObj(number -> Samples.run(new RunId("shop", "web", number), "running"))
                    .toList();
            return Answer.json(new Page<>(items, from > 40 ? null : Long.toString(from + 10)));
        });

        assertThat(client.runs().list(RunFilter.ALL)).hasSize(50);
        assertThat(client.runs()
                        .list(new RunFilter("shop", null, RunState.RUNNING))
                        .limit(15))
                .hasSize(15);

        assertThat(edge.seen()).hasSize(7);
        assertThat(edge.seen().getLast().query())
                .containsEntry("project", "shop")
                .containsEntry("state", "running");
    }

    @Test
    void refusesAListThatTurnsInACircle() {
        edge.on("GET", "/v1/runs", request -> Answer.json(new Page<>(List.of(), "same")));

        assertThatThrownBy(() -> client.runs().list(RunFilter.ALL).count()).hasMessageContaining("does not advance");
    }

    @Test
    void appliesAlsoWhileSomebodyElseChanges() {
        JsonNode spec = ModelJson.mapper().createObjectNode().put("a", 1);
        AtomicInteger revision = new AtomicInteger(4);
        edge.on(
                "GET",
                "/v1/projects/shop",
                request -> Answer.json(new Resource("Project", "shop", revision.get(), spec)));
        edge.on("PUT", "/v1/projects/shop", request -> {
            if (revision.incrementAndGet() == 5) {
                return Answer.problem(412, "PRECONDITION_FAILED", "it is at revision 5");
            }
            ObjectNode changed = ModelJson.mapper().createObjectNode().put("a", 2);
            return Answer.json(new Resource("Project", "shop", 6, changed));
        });

        Applied applied = client.registry().apply(ResourceName.project("shop"), FileBody.yaml("a: 2\n"));

        assertThat(applied.change()).isEqualTo(Applied.Change.UPDATED);
        assertThat(edge.seen("PUT", ".*"))
                .extracting(seen -> seen.header("If-Match").orElseThrow())
                .containsExactly("\"4\"", "\"5\"");
        assertThat(edge.seen("PUT", ".*").getLast().header("Content-Type")).contains("application/yaml");
    }

    @Test
    void createsWhatDoesNotExist() {
        edge.on(
                "PUT",
                "/v1/projects/shop/environments/live",
                request -> Answer.json(
                        201,
                        new Resource(
                                "Environment", "live", 1, ModelJson.mapper().createObjectNode())));

        Applied applied = client.registry().apply(ResourceName.environment("shop", "live"), FileBody.json("{}"));

        assertThat(applied.change()).isEqualTo(Applied.Change.CREATED);
    }

    @Test
    void encodesWhateverAPathMustCarry() {
        assertThat(Call.path("v1", "a b/c", "sha256:1")).isEqualTo("/v1/a%20b%2Fc/sha256%3A1");
        assertThat(Call.query("/x", Map.of("q", "a&b=c d"))).isEqualTo("/x?q=a%26b%3Dc%20d");
    }

    @Test
    void downloadsOnlyWhatHasTheRightDigest() throws Exception {
        Digest digest = Digest.of("content");
        AtomicInteger calls = new AtomicInteger();
        edge.on(
                "GET",
                "/v1/artifacts/.*",
                request -> calls.incrementAndGet() == 1
                        ? new Answer.Short(100, "con".getBytes(UTF_8))
                        : Answer.bytes("content".getBytes(UTF_8)));

        client.artifacts().get(digest, folder.resolve("file"));

        assertThat(folder.resolve("file")).hasContent("content");
        assertThatThrownBy(() -> client.artifacts().get(Digest.of("other"), folder.resolve("bad")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DIGEST_MISMATCH));
        assertThat(Files.list(folder)).containsExactly(folder.resolve("file"));
    }

    @Test
    void aNodeSignsEveryCallAnew() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        NodeTokenSigner signer = new NodeTokenSigner("node-1", pair.getPrivate(), Clock.systemUTC());
        edge.on("POST", "/v1/nodes/node-1/updates", request -> Answer.json(Map.of("appliedSeq", 7)));
        UpdateBatch batch = new UpdateBatch(
                1, 7, List.of(new AllocationUpdate("a", AllocationState.RUNNING, null, Map.of(), List.of())));

        try (NodeClient node = new NodeClient(ClientSettings.of(edge.url(), signer), "node-1")) {
            assertThat(node.update(batch).appliedSeq()).isEqualTo(7);
            assertThat(node.update(batch).appliedSeq()).isEqualTo(7);
        }

        List<String> tokens = edge.seen().stream()
                .map(seen -> seen.header("Authorization").orElseThrow().substring("Bearer ".length()))
                .toList();
        assertThat(tokens).doesNotHaveDuplicates();
        String[] parts = tokens.getFirst().split("\\.");
        JsonNode claims = ModelJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("node-1");
        assertThat(claims.path("aud").asText()).isEqualTo("slipway-nodes");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(60);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void aJoinWhoseAnswerWasLostIsAskedAgain() {
        AtomicInteger calls = new AtomicInteger();
        edge.on(
                "POST",
                "/v1/nodes/join",
                request -> calls.incrementAndGet() == 1
                        ? new Answer.Cut()
                        : Answer.json(Map.of("nodeId", "n-1", "nodePool", "default", "datacenter", "local")));

        assertThat(NodeClient.join(settings(edge), new JoinRequest("t", "n", "k"))
                        .nodeId())
                .isEqualTo("n-1");
        assertThat(edge.seen()).hasSize(2);
    }
}
