package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.RunId;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestTransport {
    private static final RunId RUN = new RunId("shop", "web", 3);
    private static final StartRun START = StartRun.request("refs/heads/main", "a".repeat(40), false, List.of());
    private EdgeServer edge;
    private SlipwayClient client;

    @BeforeEach
    void start() {
        edge = EdgeServer.start();
        client = client(edge.url(), Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        client.close();
        edge.close();
    }

    private static SlipwayClient client(URI url, Duration timeout) {
        return SlipwayClient.create(new ClientSettings(
                url, () -> Optional.of("t0ken"), Duration.ofSeconds(1), timeout, 3, Duration.ofMillis(5), null));
    }

    @Test
    void carriesEveryProblemOfTheServer() {
        edge.on(
                "POST",
                ".*/runs",
                request -> Answer.problem(
                        400,
                        "VALIDATION_FAILED",
                        "two things are wrong",
                        Map.of("field", "ref", "message", "must begin with refs/", "fix", "write refs/heads/main"),
                        Map.of("field", "commit", "line", 3, "column", 9, "message", "is too short")));

        ApiException failure =
                catchThrowableOfType(ApiException.class, () -> client.runs().start("shop", "web", START));

        assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.requestId()).contains("req-7");
        assertThat(failure.problems())
                .containsExactly(
                        new Problem("ref", 0, 0, "must begin with refs/", "write refs/heads/main"),
                        new Problem("commit", 3, 9, "is too short", null));
        assertThat(edge.seen()).hasSize(1);
    }

    @Test
    void repeatsAPostUnderOneKeyAfterALostConnection() {
        AtomicInteger calls = new AtomicInteger();
        edge.on(
                "POST",
                ".*/runs",
                request ->
                        calls.incrementAndGet() < 3 ? new Answer.Cut() : Answer.json(202, Samples.run(RUN, "queued")));

        assertThat(client.runs().start("shop", "web", START).number()).isEqualTo(3);

        assertThat(edge.seen()).hasSize(3);
        assertThat(edge.seen().stream()
                        .map(seen -> seen.header("Idempotency-Key").orElseThrow()))
                .hasSize(3)
                .containsOnly(edge.seen().getFirst().header("Idempotency-Key").orElseThrow());
        assertThat(edge.seen().getFirst().header("Authorization")).contains("Bearer t0ken");
    }

    @Test
    void neverRepeatsAConditionalChangeThatMayHaveArrived() {
        edge.on("PUT", "/v1/projects/shop", request -> new Answer.Cut());

        assertThatThrownBy(() -> client.registry()
                        .put(ResourceName.project("shop"), FileBody.json("{}"), new Precondition.Absent()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        assertThat(edge.seen()).hasSize(1);
        assertThat(edge.seen().getFirst().header("If-None-Match")).contains("*");
    }

    @Test
    void waitsAsLongAsTheServerAsksWhenItIsOverloaded() {
        AtomicInteger calls = new AtomicInteger();
        edge.on(
                "GET",
                "/v1/runs/.*",
                request -> calls.incrementAndGet() < 3
                        ? ((Answer.Whole) Answer.problem(calls.get() == 1 ? 429 : 503, "RATE_LIMITED", "slow down"))
                                .with("Retry-After", "0")
                        : Answer.json(Samples.detail(RUN, "running")));

        assertThat(client.runs().get(RUN).run().state().text()).isEqualTo("running");
        assertThat(calls).hasValue(3);
    }

    @Test
    void givesUpAfterItsTries() {
        edge.on("GET", "/v1/runs/.*", request -> Answer.problem(503, "POLICY_UNAVAILABLE", "no policy engine"));

        assertThatThrownBy(() -> client.runs().get(RUN))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_UNAVAILABLE));
        assertThat(edge.seen()).hasSize(3);
    }

    @Test
    void saysThatNobodyAnswers() {
        edge.close();

        assertThatThrownBy(() -> client.runs().get(RUN))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                    assertThat(e.status()).isZero();
                })
                .hasMessageContaining("no connection to " + edge.url());
    }

    @Test
    void refusesAnswersThatAreNotOurs() {
        edge.on("GET", "/v1/runs/.*", request -> Answer.text(200, "<html>welcome</html>"));
        assertThatThrownBy(() -> client.runs().get(RUN))
                .hasMessageContaining("is this the address of a Slipway server");

        edge.on("GET", "/v1/runs/.*", request -> Answer.text(200, "null"));
        assertThatThrownBy(() -> client.runs().get(RUN)).isInstanceOf(ApiException.class);

        edge.on("GET", "/v1/runs/.*", request -> Answer.text(200, "{}"));
        assertThatThrownBy(() -> client.runs().get(RUN)).isInstanceOf(ApiException.class);

        edge.on("GET", "/v1/runs/.*", request -> Answer.empty(200));
        assertThatThrownBy(() -> client.runs().get(RUN)).isInstanceOf(ApiException.class);
    }

    @Test
    void refusesErrorsThatAreNotOurs() {
        edge.on("GET", "/v1/runs/.*", request -> Answer.text(502, "<html>bad gateway</html>"));
        assertThatThrownBy(() -> client.runs().get(RUN))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

        edge.on("GET", "/v1/runs/.*", request -> Answer.problem(409, "A_CODE_OF_TOMORROW", "new"));
        assertThatThrownBy(() -> client.runs().get(RUN))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void refusesABodyWithoutEnd() {
        byte[] block = new byte[1 << 20];
        edge.on(
                "GET",
                "/v1/runs/.*",
                request -> Answer.flow("application/json", body -> {
                    for (int block1 = 0; block1 < 100; block1++) {
                        body.write(block);
                    }
                }));

        assertThatThrownBy(() -> client.runs().get(RUN)).isInstanceOf(ApiException.class);
    }

    @Test
    void refusesABodyThatIsCutShort() {
        edge.on("GET", "/v1/runs/.*", request -> new Answer.Short(1000, "{".getBytes(UTF_8)));

        assertThatThrownBy(() -> client.runs().get(RUN)).hasMessageContaining("was cut off");
        assertThat(edge.seen()).hasSize(3);
    }

    @Test
    void isNotHeldUpByABodyThatStalls() {
        try (SlipwayClient hasty = client(edge.url(), Duration.ofMillis(200))) {
            edge.on(
                    "GET",
                    "/v1/runs/.*",
                    request -> Answer.flow("application/json", body -> {
                        body.write('{');
                        body.flush();
                        LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
                    }));
            long begin = System.nanoTime();

            assertThatThrownBy(() -> hasty.runs().get(RUN)).isInstanceOf(ApiException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void sendsNoTokenInClearToAnotherMachine() {
        assertThatThrownBy(() -> ClientSettings.withToken(URI.create("http://slipway.example:80"), "t"))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("use https");
        assertThatThrownBy(() -> ClientSettings.withToken(URI.create("localhost:80"), "t"))
                .isInstanceOf(SlipwayException.class);
        assertThat(ClientSettings.withToken(URI.create("http://localhost:80"), "t")
                        .toString())
                .doesNotContain("[t");
    }

    @Test
    void refusesATokenThatWouldBreakTheHeader() {
        try (SlipwayClient broken = SlipwayClient.create(ClientSettings.withToken(edge.url(), "a\r\nX-Evil: 1"))) {
            assertThatThrownBy(() -> broken.runs().get(RUN))
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_MALFORMED));
        }
        assertThat(edge.seen()).isEmpty();
    }
}
