package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.run.EventSequence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestEvents {
    private static final String STREAM = "text/event-stream";

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
        sequence();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void followerGetsEachEventOnceInOrderAndGoesOnWhereItStopped() throws Exception {
        long begin = last();
        List<Long> seen = new ArrayList<>();
        try (InputStream body = api.open("/v1/events?after=" + begin, api.developer(), STREAM)) {
            BufferedReader reader = reader(body);
            emit("shop", 40);
            seen.addAll(read(reader, 40));
        }
        emit("shop", 60);
        try (InputStream body = api.open("/v1/events?after=" + seen.getLast(), api.developer(), STREAM)) {
            BufferedReader reader = reader(body);
            seen.addAll(read(reader, 60));
            emit("shop", 5);
            seen.addAll(read(reader, 5));
        }

        assertThat(seen)
                .isEqualTo(
                        LongStream.rangeClosed(begin + 1, begin + 105).boxed().toList());
    }

    @Test
    void nothingThatIsNotSequencedIsSent() throws Exception {
        long begin = last();
        try (InputStream body = api.open("/v1/events?after=" + begin, api.developer(), STREAM)) {
            BufferedReader reader = reader(body);
            api.execute("insert into event_intake (type, project, subject) values ('test.late', 'shop', 'x')");
            api.execute("notify slipway_sequenced, '1'");
            sequence();
            assertThat(read(reader, 1)).containsExactly(begin + 1);
        }
    }

    @Test
    void viewerSeesOnlyWhatIsTheirs() throws Exception {
        long begin = last();
        emit("foreign", 3);
        emit("shop", 1);
        api.execute("insert into event_intake (type, subject) values ('node.down', 'node/1')");
        sequence();

        JsonNode page = api.get("/v1/events?after=" + begin, api.developer()).json();

        assertThat(page.path("items"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("project").asText()).isEqualTo("shop"));
        String nobody = api.identity().token("nina");
        assertThat(api.get("/v1/events?after=" + begin + "&project=shop", nobody)
                        .json()
                        .path("items"))
                .isEmpty();
        try (InputStream body = api.open("/v1/events?after=" + begin, api.developer(), STREAM)) {
            assertThat(read(reader(body), 1)).containsExactly(begin + 4);
        }
    }

    @Test
    void pagesAreFilteredBySubjectAndGoOn() {
        long begin = last();
        api.execute("insert into event_intake (type, project, subject) values ('a', 'shop', 'run/shop/p/1'),"
                + " ('b', 'shop', 'run/shop/p/10'), ('c', 'shop', 'run/shop/p/1/x'), ('d', 'shop', 'run/shop/p/1')");
        sequence();

        JsonNode page = api.get("/v1/events?limit=2&subject=run/shop/p/1&after=" + begin, api.developer())
                .json();
        JsonNode next = api.get(
                        "/v1/events?subject=run/shop/p/1&next="
                                + page.path("next").asText(),
                        api.developer())
                .json();

        assertThat(page.path("items"))
                .extracting(event -> event.path("type").asText())
                .containsExactly("a", "c");
        assertThat(next.path("items"))
                .extracting(event -> event.path("type").asText())
                .containsExactly("d");
        assertThat(next.has("next")).isFalse();
        assertThat(api.get("/v1/events?after=-1", api.developer()).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.get("/v1/events?after=now", api.developer()).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    private static void emit(String project, int count) {
        for (int i = 0; i < count; i++) {
            api.execute("insert into event_intake (type, project, subject) values ('test', ?, 'run/x')", project);
        }
        sequence();
    }

    private static void sequence() {
        api.database().worker().useTransaction(handle -> EventSequence.advance(handle, 10_000));
    }

    private static long last() {
        return api.value(Long.class, "select coalesce(max(seq), 0) from event");
    }

    private static BufferedReader reader(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private static List<Long> read(BufferedReader reader, int count) throws IOException {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            String line = reader.readLine();
            if (line == null) {
                throw new IOException("the stream ended after " + numbers);
            }
            if (line.startsWith("data: ")) {
                numbers.add(ModelJson.read(line.substring(6), JsonNode.class)
                        .path("seq")
                        .asLong());
            }
        }
        return numbers;
    }
}
