package dev.slipway.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.stack.bench.BenchOptions.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestBenchOptions {
    @Test
    void measuresPipelinesUnlessToldOtherwise() {
        BenchOptions options = parse("--runs", "3");
        assertThat(options.subject()).isEqualTo(Subject.PIPELINES);
        assertThat(options.runs()).isEqualTo(3);
        assertThat(options.servers()).containsExactly(TemporalServer.EMBEDDED, TemporalServer.POSTGRESQL);
        assertThat(options.hold()).isFalse();
        assertThat(options.rolesTogether()).isFalse();
    }

    @Test
    void measuresStartsOnTheEmbeddedServerAHundredTimes() {
        BenchOptions options = parse("start");
        assertThat(options.servers()).containsExactly(TemporalServer.EMBEDDED);
        assertThat(options.runs()).isEqualTo(100);
    }

    @Test
    void takesWordsInAnyOrder() {
        assertThat(parse("--hold", "start", "--runs", "7")).isEqualTo(parse("start", "--runs", "7", "--hold"));
    }

    @Test
    void measuresOnOneServerWhenItIsNamed() {
        assertThat(parse("pipelines", "--on", "embedded").servers()).containsExactly(TemporalServer.EMBEDDED);
        assertThat(parse("--on", "postgresql", "start").servers()).containsExactly(TemporalServer.POSTGRESQL);
    }

    @Test
    void measuresRolesInOneProcessWhenTold() {
        assertThat(parse("--one-process", "--on", "embedded").rolesTogether()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--runs", "--runs many", "placement", "--on", "--on sqlite", "--on EMBEDDED"})
    void refusesWordsThatMakeNoSense(String words) {
        assertThat(BenchOptions.parse(List.of(words.split(" ")))).isEmpty();
    }

    @Test
    void refusesToMeasureNothing() {
        assertThatThrownBy(() -> parse("--runs", "0")).isInstanceOf(IllegalArgumentException.class);
    }

    private static BenchOptions parse(String... words) {
        return BenchOptions.parse(List.of(words)).orElseThrow();
    }
}
