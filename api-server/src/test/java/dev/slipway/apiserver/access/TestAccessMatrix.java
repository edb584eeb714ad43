package dev.slipway.apiserver.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestAccessMatrix {
    private static final Map<String, List<Integer>> MATRIX = matrix();

    private static Api api;
    private static Map<String, Ask> asks;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
        asks = new Asks(api).all();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void everyOperationOfTheDocumentHasARow() {
        Set<String> described = new TreeSet<>();
        JsonNode paths = api.call("GET", "/v1/openapi.json", null, null).json().path("paths");
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> described.add(
                                method.replace("x-", "").toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(MATRIX.keySet()).containsExactlyInAnyOrderElementsOf(described);
        assertThat(asks.keySet()).containsExactlyInAnyOrderElementsOf(described);
    }

    static Set<String> operations() {
        return MATRIX.keySet();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void callersGetWhatTheMatrixSays(String operation) {
        Ask ask = asks.get(operation);
        Map<Person, Integer> expected = new LinkedHashMap<>();
        Map<Person, Integer> answered = new LinkedHashMap<>();
        for (Person person : Person.values()) {
            expected.put(person, MATRIX.get(operation).get(person.ordinal()));
            answered.put(person, ask.as(person.token(api)).status());
        }
        assertThat(answered).isEqualTo(expected);
    }

    @Test
    void listsTellForeignersNothing() {
        asks.get("PUT /v1/projects/{project}/secrets/{name}").as(api.operator());
        for (Person outside : List.of(Person.STRANGER, Person.FOREIGNER)) {
            for (String list : List.of("projects", "runs", "jobs", "services")) {
                Reply reply = api.get("/v1/" + list, String.valueOf(outside.token(api)));
                assertThat(reply.text()).as(outside + " " + list).isEqualTo("{\"items\":[]}");
            }
            Reply events =
                    api.call("GET", "/v1/events?limit=500", outside.token(api), null, "Accept", "application/json");
            assertThat(events.text()).doesNotContain("shop").doesNotContain("storefront");
        }
    }

    @Test
    void whatIsForeignAndWhatIsMissingAreToldWithTheSameBytes() {
        String run = Landscape.run(api).substring("run".length());
        UUID allocation = Landscape.job(api, "n1");
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("/v1/projects/shop", "/v1/projects/missing");
        pairs.put("/v1/projects/shop/environments/production", "/v1/projects/missing/environments/production");
        pairs.put("/v1/projects/shop/pipelines/storefront", "/v1/projects/missing/pipelines/storefront");
        pairs.put(
                "/v1/projects/shop/pipelines/storefront/schedules",
                "/v1/projects/missing/pipelines/storefront/schedules");
        pairs.put("/v1/projects/shop/secrets", "/v1/projects/missing/secrets");
        pairs.put("/v1/runs" + run, "/v1/runs/missing/storefront/1");
        pairs.put("/v1/runs" + run + "/tasks/test/logs", "/v1/runs/missing/storefront/1/tasks/test/logs");
        pairs.put("/v1/jobs/shop/production/local/web", "/v1/jobs/missing/production/local/web");
        pairs.put("/v1/allocations/" + allocation, "/v1/allocations/" + UUID.randomUUID());
        String foreigner = String.valueOf(Person.FOREIGNER.token(api));
        pairs.forEach((foreign, missing) -> {
            Reply first = api.get(foreign, foreigner);
            Reply second = api.get(missing, foreigner);
            assertThat(List.of(first.status(), second.status())).as(foreign).containsOnly(404);
            assertThat(first.bytes()).as(foreign).isEqualTo(second.bytes());
        });
    }

    private static Map<String, List<Integer>> matrix() {
        try (InputStream file = TestAccessMatrix.class.getResourceAsStream("/access-matrix.txt")) {
            Map<String, List<Integer>> rows = new LinkedHashMap<>();
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    String[] words = line.strip().split("\\s+");
                    List<Integer> codes =
                            Arrays.stream(words).skip(2).map(Integer::valueOf).toList();
                    rows.put(words[0] + " " + words[1], codes);
                }
            }
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
