package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.EventView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestFollowing {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private EdgeServer edge;
    private SlipwayClient client;

    @BeforeEach
    void start() {
        edge = EdgeServer.start();
        client = SlipwayClient.create(new ClientSettings(
                edge.url(),
                Optional::empty,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                3,
                Duration.ofMillis(5),
                null));
    }

    @AfterEach
    void stop() {
        client.close();
        edge.close();
    }

    private static void send(OutputStream body, long seq) throws IOException {
        String data = ModelJson.write(Samples.event(seq));
        body.write((": heartbeat\n\nid: " + seq + "\r\nevent: run.started\r\ndata: " + data + "\n\n").getBytes(UTF_8));
        body.flush();
    }

    private static List<Long> read(EventStream stream, int count) throws InterruptedException {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(stream.next(LIMIT).map(EventView::seq).orElseThrow());
        }
        return numbers;
    }

    @Test
    void followsWithoutGapOrRepeatOverLostConnections() throws InterruptedException {
        edge.on(
                "GET",
                "/v1/events",
                request -> Answer.flow("text/event-stream", body -> {
                    long after = Long.parseLong(request.query().get("after"));
                    send(body, Math.max(1, after));
                    send(body, after + 1);
                    send(body, after + 2);
                    body.write("id: 99\ndata: {\"seq\": 99, \"ty".getBytes(UTF_8));
                }));

        try (EventStream stream = client.events().follow(0, EventFilter.ALL)) {
            assertThat(read(stream, 40))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 40).boxed().toList());
        }
        assertThat(edge.seen().getFirst().header("Accept")).contains("text/event-stream");
    }

    @Test
    void survivesGarbageServerErrorsAndSilenceAndGoesOn() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        edge.on("GET", "/v1/events", request -> switch (calls.incrementAndGet()) {
            case 1 -> new Answer.Cut();
            case 2 -> Answer.text(502, "bad gateway");
            case 3 -> Answer.flow("text/event-stream", body -> body.write("data: {not json\n\n".getBytes(UTF_8)));
            case 4 -> Answer.problem(503, "UNAVAILABLE", "restarting");
            default -> Answer.flow("text/event-stream", body -> send(body, 1));
        });

        try (EventStream stream = client.events().follow(0, EventFilter.ALL)) {
            assertThat(read(stream, 1)).containsExactly(1L);
        }
    }

    @Test
    void saysWhenTheServerRefuses() throws InterruptedException {
        edge.on("GET", "/v1/events", request -> Answer.problem(401, "TOKEN_EXPIRED", "the token has expired"));

        try (EventStream stream = client.events().follow(0, EventFilter.ALL)) {
            for (int asked = 0; asked < 2; asked++) {
                assertThatThrownBy(() -> stream.next(LIMIT))
                        .isInstanceOfSatisfying(
                                ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED));
            }
        }
        assertThat(edge.seen()).hasSize(1);
    }

    @Test
    void logIsFollowedByteByByteOverLostConnections() throws Exception {
        byte[] log = "one\ntwo\nthree\nfour\nfive\n".repeat(50).getBytes(UTF_8);
        AtomicInteger calls = new AtomicInteger();
        edge.on("GET", "/v1/allocations/a1/logs/web/stdout", request -> {
            int offset = Integer.parseInt(request.query().get("offset"));
            int call = calls.incrementAndGet();
            int until = Math.min(log.length, offset + 97);
            byte[] part = Arrays.copyOfRange(log, offset, until);
            return call % 3 == 0
                    ? new Answer.Cut()
                    : until < log.length ? new Answer.Short(part.length + 10L, part) : Answer.bytes(part);
        });
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        long end = client.logs().follow("a1", "web", "stdout", 0, sink);

        assertThat(sink.toByteArray()).isEqualTo(log);
        assertThat(end).isEqualTo(log.length);
    }

    @Test
    void aSilentConnectionIsGivenUp() {
        edge.on(
                "GET",
                "/quiet",
                request -> Answer.flow("text/plain", body -> {
                    body.write(1);
                    body.flush();
                    LockSupport.parkNanos(LIMIT.toNanos());
                }));
        try (Transport transport = new Transport(ClientSettings.anonymous(edge.url()));
                GuardedStream stream =
                        GuardedStream.over(transport.open(Call.get("/quiet")).body(), Duration.ofMillis(100))) {
            assertThatThrownBy(stream::readAllBytes).isInstanceOf(BrokenStream.class);
        }
    }
}
