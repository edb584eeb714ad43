package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.RawConnection;
import dev.slipway.apiserver.testing.RawConnection.Answer;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestProblems {
    private static final String RUNS = "/v1/projects/shop/pipelines/storefront/runs";

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void serverRefusesWhatIsNoHttpWithProblems() throws Exception {
        assertProblem(raw("GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
        assertProblem(raw("GET /v1/a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
        assertProblem(raw("GET /v1/runs HTTP/1.1\r\n\r\n"), 400);
        assertProblem(raw("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
        assertProblem(raw("GET /v1/runs HTTP/1.1\r\nHost: x\r\nBig: " + "x".repeat(40_000) + "\r\n\r\n"), 431);
        assertProblem(raw("GET /v1/runs HTTP/9.9\r\nHost: x\r\n\r\n"), 400);
        assertProblem(raw("POST /v1/runs HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"), 400);
        assertProblem(raw("GET /v1/runs\u0000 HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    }

    @Test
    void unknownAddressesAndMethodsAreProblems() {
        assertThat(api.get("/v1/nothing", api.developer()).code()).isEqualTo(ErrorCode.NOT_FOUND);
        Reply method = api.call("DELETE", "/v1/runs", api.developer(), null);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(method.header("Allow")).contains("GET");
        assertThat(api.call("TRACE", "/v1/runs", api.developer(), null).status())
                .isEqualTo(405);
        assertThat(api.call("BREW", "/v1/runs", api.developer(), null).code()).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void typesThatAreNotSpokenAreProblems() {
        assertThat(api.call("GET", "/v1/runs", api.developer(), null, "Accept", "image/png")
                        .code())
                .isEqualTo(ErrorCode.NOT_ACCEPTABLE);
        assertThat(api.call("POST", RUNS, api.developer(), "<run/>", "Content-Type", "application/xml")
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        assertThat(api.call("POST", RUNS, api.developer(), "{}", "Content-Type", "nonsense")
                        .status())
                .isBetween(400, 415);
    }

    @Test
    void bodiesThatAreTooLargeAreRefusedBeforeTheyAreRead() {
        Reply reply = api.post(RUNS, api.developer(), "\"" + "x".repeat(3 << 20) + "\"");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        for (int again = 0; again < 20; again++) {
            assertThat(api.post(RUNS, api.developer(), "\"" + "x".repeat(5 << 20) + "\"")
                            .status())
                    .isEqualTo(413);
        }
    }

    /** The body comes only after the refusal: what is not read would stand in the way of the next request. */
    @Test
    void refusedRequestLeavesItsConnectionUsableOrSaysThatItEnds() throws Exception {
        String head = "POST " + RUNS + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String after = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawConnection connection = new RawConnection(api.port())) {
            connection.write(head + "Content-Length: 11\r\n\r\n");
            RawConnection.Answer refused = connection.send("{\"ref\": \"x\"");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.closes()).isFalse();
            assertThat(connection.send(after).status()).isEqualTo(200);
        }
        try (RawConnection connection = new RawConnection(api.port())) {
            assertThat(connection.send(head + "Content-Length: 900000\r\n\r\n").closes())
                    .isTrue();
        }
        try (RawConnection connection = new RawConnection(api.port())) {
            assertThat(connection
                            .send(head + "Transfer-Encoding: chunked\r\n\r\n")
                            .closes())
                    .isTrue();
        }
    }

    @Test
    void jsonThatCannotBeReadIsAProblemWithItsPlace() {
        JsonNode broken = problem("{\"ref\": \"refs/heads/main\",\n \"commit\": }");
        assertThat(broken.path("problems").get(0).path("line").asInt()).isEqualTo(2);
        JsonNode wrong = problem("{\"ref\": \"refs/heads/main\", \"artifacts\": [{\"name\": 7}]}");
        assertThat(wrong.path("problems").get(0).path("field").asText()).isEqualTo("/artifacts/0/name");
        problem("");
        problem("null");
        problem("[]");
        problem("{\"ref\": \"a\", \"ref\": \"b\"}");
        problem("{} {}");
        problem("[".repeat(2_000));
        problem("{\"dryRun\": \"yes\"}");
        problem("{\"dryRun\": 1}");
        problem("{\"artifacts\": [null]}");
        problem("{\"artifacts\": [{\"digest\": \"md5:1\"}]}");
        problem("{\"ref\": \"\\ud800\"}");
        problem("{\"ref\": " + "9".repeat(2_000) + "}");
    }

    @Test
    void nothingOfOurInsidesIsTold() {
        for (String body :
                new String[] {"{\"ref\": [1]}", "{\"ref\": {\"a\": 1}}", "{\"kind\": 1}", "x", "{\"artifacts\": 7}"}) {
            String text = api.post(RUNS, api.developer(), body).text();
            assertThat(text)
                    .doesNotContain("dev.slipway")
                    .doesNotContain("java")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void everyAnswerCarriesItsIdAndKeepsBrowsersFromHarm() {
        Reply reply = api.call("GET", "/v1/runs?limit=0", api.developer(), null, "X-Request-Id", "mine");

        assertThat(reply.header("X-Request-Id")).hasSize(36);
        assertThat(reply.json().path("requestId").asText()).isEqualTo(reply.header("X-Request-Id"));
        Reply missing = api.get("/v1/nothing", api.developer());
        assertThat(missing.header("X-Request-Id")).hasSize(36);
        assertThat(missing.json().has("requestId")).isFalse();
        for (String path : new String[] {"/", "/v1/runs", "/health/live", "/v1/nothing"}) {
            Reply one = api.get(path, api.developer());
            assertThat(one.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(one.header("Content-Security-Policy")).contains("default-src 'self'");
            assertThat(one.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(one.header("Server")).isEmpty();
        }
    }

    @Test
    void madeUpHostComesBackNowhere() throws Exception {
        Answer answer = raw("GET /v1/nothing HTTP/1.1\r\nHost: evil.example\r\n\r\n");

        assertThat(answer.headers().toString() + answer.body()).doesNotContain("evil.example");
    }

    private static JsonNode problem(String body) {
        Reply reply = api.post(RUNS, api.developer(), body);
        assertThat(reply.status()).as(body + " " + reply).isEqualTo(400);
        assertThat(reply.code()).isIn(ErrorCode.MALFORMED_BODY, ErrorCode.VALIDATION_FAILED);
        return reply.json();
    }

    private static Answer raw(String request) throws IOException {
        try (RawConnection connection = new RawConnection(api.port())) {
            return connection.send(request);
        }
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
        JsonNode body = ModelJson.read(answer.body(), JsonNode.class);
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(ErrorCode.valueOf(body.path("code").asText())).isInstanceOf(ErrorCode.class);
        assertThat(answer.body()).doesNotContain("jetty").doesNotContain("Exception");
    }
}
