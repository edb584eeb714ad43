package dev.slipway.apiserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.RawConnection;
import dev.slipway.apiserver.testing.RawConnection.Answer;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Ten thousand requests that are wrong in some way: each gets a problem, none breaks the server or leaves a row. */
class TestMalformedRequests {
    private static final List<String> TABLES = List.of(
            "project",
            "environment",
            "pipeline",
            "secret",
            "run",
            "receipt",
            "idempotent_request",
            "action",
            "outbox",
            "artifact",
            "event_intake",
            "wait",
            "job",
            "deployment",
            "allocation",
            "node",
            "join_token",
            "log_chunk",
            "infra_state",
            "infra_lock",
            "service_instance");
    private static final List<String> POSTS = List.of(
            "/v1/projects/shop/pipelines/storefront/runs",
            "/v1/runs/shop/storefront/1/actions",
            "/v1/jobs/shop/production/local/web/actions",
            "/v1/nodes/join-tokens",
            "/v1/nodes/join",
            "/v1/callbacks/guess",
            "/v1/nodes/n1/sync",
            "/v1/nodes/n1/updates",
            "/v1/state/shop/production/network");
    private static final List<String> PUTS = List.of(
            "/v1/projects/shop",
            "/v1/projects/shop/environments/production",
            "/v1/projects/shop/pipelines/storefront",
            "/v1/projects/shop/secrets/key",
            "/v1/nodes/n1");
    private static final List<String> GETS = List.of(
            "/v1/runs?limit=",
            "/v1/runs?state=",
            "/v1/runs?next=%00",
            "/v1/events?after=",
            "/v1/jobs?environment=A",
            "/v1/services?limit=-",
            "/v1/runs/shop/storefront/",
            "/v1/allocations/",
            "/v1/artifacts/",
            "/v1/projects/shop/environments/",
            "/v1/jobs/shop/production/local/");
    private static final List<String> HEADERS = List.of(
            "If-Match: \"1\"",
            "If-Match: *",
            "If-None-Match: *",
            "Idempotency-Key: k",
            "Accept: text/nothing",
            "Content-Type: text/plain",
            "Range: bytes=9-1",
            "Expect: nothing",
            "X: \u00ff");

    private static @Nullable Api api;
    private static @Nullable RawConnection connection;
    private static String token = "";
    private static Map<String, Long> rows = Map.of();

    @BeforeContainer
    static void start() {
        Api started = Api.start();
        Landscape.register(started);
        Landscape.run(started);
        token = started.operator();
        api = started;
        rows = rows();
    }

    @AfterContainer
    static void stop() throws IOException {
        assertThat(rows()).isEqualTo(rows);
        if (connection != null) {
            connection.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void malformedRequestGetsAProblem(@ForAll("requests") Request request) throws IOException {
        Answer answer = send(request.bytes());

        assertThat(answer.status()).as(() -> request + " → " + answer).isBetween(400, 499);
        assertThat(answer.headers().get("content-type"))
                .as(() -> request + " → " + answer)
                .isEqualTo("application/problem+json");
        JsonNode body = ModelJson.read(answer.body(), JsonNode.class);
        assertThat(ErrorCode.valueOf(body.path("code").asText())).isInstanceOf(ErrorCode.class);
        assertThat(answer.body()).doesNotContain("dev.slipway").doesNotContain("Exception");
    }

    @Example
    void serverIsWellAfterAllOfThem() {
        Api running = requireNonNull(api);
        assertThat(running.get("/v1/runs", running.developer()).status()).isEqualTo(200);
    }

    @Provide
    Arbitrary<Request> requests() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, bodies("POST", POSTS)),
                        Tuple.of(4, bodies("PUT", PUTS)),
                        Tuple.of(2, queries()),
                        Tuple.of(1, heads()))
                .map(Request::new);
    }

    private static Arbitrary<byte[]> bodies(String method, List<String> paths) {
        return Combinators.combine(
                        Arbitraries.of(paths),
                        Arbitraries.oneOf(spoiledJson(), bytes()),
                        Arbitraries.of("application/json", "application/yaml", "application/octet-stream"),
                        Arbitraries.of(HEADERS))
                .as((path, body, type, header) -> request(method, path, body, type, header));
    }

    private static Arbitrary<byte[]> queries() {
        Arbitrary<String> junk = Arbitraries.of("x", "-1", "%", "%zz", "9999999999999999999", "..", "%C0%AF", "A", "'");
        return Combinators.combine(Arbitraries.of(GETS), junk, Arbitraries.of("GET", "POST", "BREW", "TRACE"))
                .as((path, end, method) -> request(method, path + end, new byte[0], "", ""));
    }

    private static Arbitrary<byte[]> heads() {
        return Combinators.combine(
                        Arbitraries.of("GET", "GET ", "", "G\u0001T", "PUT"),
                        Arbitraries.of(
                                "/v1/none", "/v1/\u0001", "http://", "*", "/v1/run s", "//", "/v1/runs/%2e%2e/x"),
                        Arbitraries.of("HTTP/1.1", "HTTP/1", "HTTQ/1.1", ""),
                        Arbitraries.of(
                                "Host: a b", "Host", ": x", "Content-Length: x", "Transfer-Encoding: gzip", "Host: x"))
                .as((method, path, version, header) ->
                        (method + " " + path + " " + version + "\r\n" + header + "\r\n\r\n").getBytes(ISO_8859_1));
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
    }

    /** JSON that is well-formed and means nothing, or is broken somewhere. */
    private static Arbitrary<byte[]> spoiledJson() {
        Arbitrary<String> value = Arbitraries.of(
                "null",
                "[]",
                "{}",
                "-1",
                "1e999",
                "true",
                "\"\"",
                "\"x\"",
                "\"\\u0000\"",
                "[[[[]]]]",
                "\"\\ud800\"",
                "{\"a\":{}}",
                "9223372036854775808",
                "\"../..\"",
                "\"${x}\"",
                "\"sha256:0\"");
        Arbitrary<String> name = Arbitraries.of(
                "ref",
                "commit",
                "artifacts",
                "dryRun",
                "kind",
                "stage",
                "target",
                "outcome",
                "token",
                "name",
                "publicKey",
                "nodePool",
                "value",
                "apiVersion",
                "metadata",
                "spec",
                "nodeEpoch",
                "seq",
                "changes",
                "seen",
                "ID");
        Arbitrary<String> field = Combinators.combine(name, value).as((key, text) -> "\"" + key + "\":" + text);
        Arbitrary<String> object = field.list().ofMaxSize(4).map(fields -> "{" + String.join(",", fields) + "}");
        Arbitrary<String> cut = Combinators.combine(
                        object, Arbitraries.integers().between(0, 40))
                .as((text, length) -> text.substring(0, Math.min(length, text.length())));
        return Arbitraries.oneOf(object, cut).map(text -> text.getBytes(UTF_8));
    }

    private static byte[] request(String method, String path, byte[] body, String type, String header) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        head.append("Authorization: Bearer ").append(token).append("\r\n");
        if (!type.isEmpty() && !header.startsWith("Content-Type")) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        if (!header.isEmpty()) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static Answer send(byte[] request) throws IOException {
        RawConnection open = connection == null ? connect() : connection;
        boolean reused = connection != null;
        connection = null;
        Answer answer;
        try {
            answer = open.send(request);
        } catch (IOException e) {
            // A server may close a connection between two requests; one it has just accepted it must answer.
            open.close();
            if (!reused) {
                throw e;
            }
            open = connect();
            answer = open.send(request);
        }
        if (answer.closes()) {
            open.close();
        } else {
            connection = open;
        }
        return answer;
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(requireNonNull(api).port());
    }

    /** Bytes of a request, shown without the token in them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(byte[] bytes) {
        @Override
        public String toString() {
            return new String(bytes, ISO_8859_1).replaceAll("Bearer [^\r]+", "Bearer …");
        }
    }

    private static Map<String, Long> rows() {
        Map<String, Long> counts = new TreeMap<>();
        TABLES.forEach(table -> counts.put(table, requireNonNull(api).count(table)));
        return counts;
    }
}
