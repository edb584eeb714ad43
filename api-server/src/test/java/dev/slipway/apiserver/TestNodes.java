package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.NodeTokens;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestNodes {
    private static final byte[] CONTENT = "built".getBytes(StandardCharsets.UTF_8);

    private static Api api;
    private static KeyPair keys;
    private static String node;
    private static String path;

    @BeforeAll
    static void join() {
        api = Api.start(2_000);
        Landscape.register(api);
        keys = KeyFiles.generate();
        Reply joined = api.call("POST", "/v1/nodes/join", null, request(joinToken(), "n1"));
        node = joined.json().path("nodeId").asText();
        path = "/v1/nodes/" + node;
        assertThat(joined.json().path("nodePool").asText()).isEqualTo("default");
        assertThat(register().status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void joinTokenIsForOperatorsAndForOneMachine() {
        assertThat(api.post("/v1/nodes/join-tokens", api.developer(), Map.of("nodePool", "default"))
                        .code())
                .isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(api.post("/v1/nodes/join-tokens", api.operator(), Map.of("nodePool", "none"))
                        .status())
                .isEqualTo(404);
        String token = joinToken();
        Map<String, Object> request = request(token, "n2");
        Reply first = api.call("POST", "/v1/nodes/join", null, request);
        assertThat(api.call("POST", "/v1/nodes/join", null, request).json()).isEqualTo(first.json());
        assertThat(api.call("POST", "/v1/nodes/join", null, request(token, "n3"))
                        .code())
                .isEqualTo(ErrorCode.JOIN_TOKEN_REFUSED);
        Map<String, Object> noKey = Map.of("token", token, "name", "n4", "publicKey", "bm8=");
        assertThat(api.call("POST", "/v1/nodes/join", null, noKey).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    @Test
    void repeatedRequestShowsTheSameJoinTokenOfWhichNothingIsReadable() {
        Map<String, String> body = Map.of("nodePool", "build", "datacenter", "local");
        Reply first = api.post("/v1/nodes/join-tokens", api.operator(), body, "join-key");

        assertThat(first.status()).isEqualTo(201);
        assertThat(api.post("/v1/nodes/join-tokens", api.operator(), body, "join-key")
                        .json())
                .isEqualTo(first.json());
        String token = first.json().path("token").asText();
        assertThat(api.value(String.class, "select string_agg(r::text, '') from idempotent_request r"))
                .doesNotContain(token);
        assertThat(api.value(String.class, "select string_agg(r::text, '') from join_token r"))
                .doesNotContain(token);
    }

    @Test
    void callsAreProvedByTheNodesOwnKeyAndEachOnce() {
        String token = NodeTokens.sign(node, keys.getPrivate(), Clock.systemUTC());
        Map<String, Object> poll = Map.of("nodeEpoch", 1, "seen", 0);

        assertThat(api.call("POST", path + "/sync", token, poll).status()).isEqualTo(200);
        assertThat(api.call("POST", path + "/sync", token, poll).code()).isEqualTo(ErrorCode.TOKEN_REPLAYED);
        String strange = NodeTokens.sign(node, KeyFiles.generate().getPrivate(), Clock.systemUTC());
        assertThat(api.call("POST", path + "/sync", strange, poll).code()).isEqualTo(ErrorCode.TOKEN_SIGNATURE_INVALID);
        String unknown = NodeTokens.sign("nobody", keys.getPrivate(), Clock.systemUTC());
        assertThat(api.call("POST", path + "/sync", unknown, poll).code()).isEqualTo(ErrorCode.NODE_UNKNOWN);
        assertThat(api.call("POST", "/v1/nodes/other/sync", sign(), poll).status())
                .isEqualTo(404);
        assertThat(api.call("POST", path + "/sync", api.operator(), poll).status())
                .isEqualTo(401);
        assertThat(api.get("/v1/runs", sign()).status()).isEqualTo(401);
    }

    @Test
    void syncIsHeldAndAnsweredAtOnceWhenThereIsNews() throws Exception {
        long seen = sync(0).path("index").asLong();
        CompletableFuture<JsonNode> held = CompletableFuture.supplyAsync(() -> sync(seen));
        UUID allocation = Landscape.job(api, node);

        JsonNode reply = held.get(10, TimeUnit.SECONDS);

        assertThat(reply.path("full").asBoolean()).isFalse();
        assertThat(reply.path("allocations"))
                .extracting(item -> item.path("allocationId").asText())
                .contains(allocation.toString());
        long next = reply.path("index").asLong();
        long begun = System.nanoTime();
        JsonNode silence = sync(next);
        assertThat(silence.path("allocations")).isEmpty();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isBetween(1_800L, 6_000L);
    }

    @Test
    void updatesAreAppliedOnceAndStaleEpochsRefused() {
        UUID allocation = Landscape.job(api, node);
        Map<String, Object> change = Map.of(
                "allocationId", allocation.toString(),
                "clientState", "failed",
                "tasks", Map.of(),
                "servicesPassing", List.of());
        long seq = register().json().path("appliedSeq").asLong() + 1;
        Map<String, Object> batch = Map.of("nodeEpoch", 1, "seq", seq, "changes", List.of(change));

        assertThat(api.call("POST", path + "/updates", sign(), batch)
                        .json()
                        .path("appliedSeq")
                        .asLong())
                .isEqualTo(seq);
        assertThat(api.value(String.class, "select client_state from allocation where id = ?", allocation))
                .isEqualTo("failed");
        assertThat(api.call("POST", path + "/updates", sign(), batch).status()).isEqualTo(200);
        Map<String, Object> stale = Map.of("nodeEpoch", 7, "seq", seq + 1, "changes", List.of());
        Reply refused = api.call("POST", path + "/updates", sign(), stale);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo(ErrorCode.STALE_EPOCH);
        Map<String, Object> broken = Map.of("nodeEpoch", 1, "seq", seq + 1);
        assertThat(api.call("POST", path + "/updates", sign(), broken).code()).isEqualTo(ErrorCode.MALFORMED_BODY);
    }

    @Test
    void secretsGoOnlyToWhatRunsThereAndEachReleaseIsAnEvent() {
        UUID allocation = Landscape.job(api, node);
        UUID elsewhere = Landscape.job(api, "another-node");
        String secrets = path + "/allocations/%s/secrets";
        assertThat(api.get(secrets.formatted(allocation), sign()).code()).isEqualTo(ErrorCode.SECRET_UNAVAILABLE);
        api.call("PUT", "/v1/projects/shop/secrets/db-password", api.operator(), "{\"value\": \"c2VjcmV0\"}");

        Reply reply = api.get(secrets.formatted(allocation), sign());

        assertThat(reply.json().path("values").path("db-password").asText()).isEqualTo("c2VjcmV0");
        assertThat(api.json(
                                "select data from event_intake where type = 'secret.released' and subject = ? limit 1",
                                "allocation/" + allocation)
                        .toString())
                .contains(node, "db-password")
                .doesNotContain("c2VjcmV0");
        assertThat(api.get(secrets.formatted(elsewhere), sign()).status()).isEqualTo(404);
        assertThat(api.get(secrets.formatted(UUID.randomUUID()), sign()).status())
                .isEqualTo(404);
        api.execute("update allocation set desired = 'stop' where id = ?", allocation);
        assertThat(api.get(secrets.formatted(allocation), sign()).status()).isEqualTo(404);
    }

    @Test
    void contentIsCheckedByDigestAndGivenToWhoNeedsIt() {
        Digest digest = Digest.of(CONTENT);
        String type = "application/octet-stream";

        assertThat(api.send("PUT", path + "/artifacts/" + digest, sign(), CONTENT, "Content-Type", type)
                        .status())
                .isEqualTo(204);
        String wrong = "sha256:" + "0".repeat(64);
        assertThat(api.send("PUT", path + "/artifacts/" + wrong, sign(), CONTENT, "Content-Type", type)
                        .code())
                .isEqualTo(ErrorCode.ARTIFACT_DIGEST_MISMATCH);
        assertThat(api.send("PUT", path + "/artifacts/sha256:no", sign(), CONTENT, "Content-Type", type)
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.get(path + "/artifacts/" + digest, sign()).status()).isEqualTo(404);
        Landscape.job(api, node);
        api.execute("update job_version set spec = replace(spec::text, ?, ?)::jsonb", "a".repeat(64), digest.hex());
        Reply reply = api.get(path + "/artifacts/" + digest, sign());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.bytes()).isEqualTo(CONTENT);
    }

    @Test
    void nodesAreListedForPeople() {
        JsonNode nodes = api.get("/v1/nodes?limit=1", api.developer()).json();

        assertThat(nodes.path("items")).hasSize(1);
        assertThat(api.get("/v1/nodes", api.identity().token("nina")).json().path("items"))
                .isEmpty();
    }

    private static JsonNode sync(long seen) {
        Reply reply = api.call("POST", path + "/sync", sign(), Map.of("nodeEpoch", 1, "seen", seen));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static Reply register() {
        return api.call(
                "PUT",
                path,
                sign(),
                Map.of("cpu", 4000, "memoryBytes", 4_000_000_000L, "attributes", Map.of(), "drivers", Map.of()));
    }

    private static String sign() {
        return NodeTokens.sign(node, keys.getPrivate(), Clock.systemUTC());
    }

    private static String joinToken() {
        Reply reply = api.post("/v1/nodes/join-tokens", api.operator(), Map.of("nodePool", "default"));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().path("token").asText();
    }

    private static Map<String, Object> request(String token, String name) {
        return Map.of("token", token, "name", name, "publicKey", KeyFiles.encode(keys.getPublic()));
    }
}
