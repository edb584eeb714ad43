package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.model.spec.UpdateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestModelJson {
    @Test
    void canonicalFormDoesNotDependOnOrder() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("z", 1);
        inner.put("a", List.of(2, 1));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("m", inner);
        outer.put("b", true);
        String canonical = "{\"b\":true,\"m\":{\"a\":[2,1],\"z\":1}}";
        assertThat(ModelJson.canonical(outer)).isEqualTo(canonical);
        assertThat(ModelJson.canonical(
                        ModelJson.read("{ \"m\" : {\"z\":1, \"a\":[2,1]}, \"b\":true }", JsonNode.class)))
                .isEqualTo(canonical);
        assertThat(ModelJson.digest(outer)).isEqualTo(Digest.of(canonical));
    }

    @Test
    void recordsAreSortedInTheirCanonicalForm() {
        assertThat(ModelJson.canonical(UpdateSpec.DEFAULT))
                .isEqualTo("{\"autoRevert\":false,\"healthyDeadline\":\"5m\",\"maxParallel\":1,"
                        + "\"minHealthyTime\":\"10s\",\"progressDeadline\":\"10m\"}");
    }

    @Test
    void canonicalFormSurvivesReading() {
        JobSpec spec = new JobSpec("a", null, null, null, 0, List.of(), null, Map.of("b", "2", "a", "1"));
        assertThat(ModelJson.read(ModelJson.canonical(spec), JobSpec.class).digest())
                .isEqualTo(spec.digest());
    }

    @Test
    void writesTimesAsTextAndLeavesOutNothingness() {
        record Sample(Instant at, Duration pause, Optional<String> some, OutputSpec.Kind kind, String none) {}
        Sample sample = new Sample(
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMillis(1500),
                Optional.of("x"),
                OutputSpec.Kind.REPORT,
                null);
        String json = ModelJson.write(sample);
        assertThat(json)
                .isEqualTo(
                        "{\"at\":\"2026-01-02T03:04:05Z\",\"pause\":\"1s500ms\",\"some\":\"x\",\"kind\":\"report\"}");
        assertThat(ModelJson.read(json, Sample.class)).isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"code\":1}{}", "{\"field\":1,\"field\":2}", "nonsense", "{\"line\":\"x\"}"})
    void refusesMalformedText(String text) {
        assertThatThrownBy(() -> ModelJson.read(text, Problem.class))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_BODY));
    }

    @Test
    void ignoresFieldsOfTheFuture() {
        String json = "{\"field\":\"a\",\"line\":1,\"column\":2,\"message\":\"m\",\"new\":{\"x\":1}}";
        assertThat(ModelJson.read(json, Problem.class)).isEqualTo(new Problem("a", 1, 2, "m", null));
    }
}
