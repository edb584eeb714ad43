package dev.slipway.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestStartResult {
    private static final Instant ASKED = Instant.parse("2026-11-24T10:00:00.000Z");

    @TempDir
    private Path folder;

    private final FirstInstruction start =
            new FirstInstruction(ASKED, at(20), at(70), at(90), at(140).plusNanos(500_000));

    @Test
    void countsFromTheAnswerToTheFirstInstruction() {
        assertThat(start.millis()).isEqualTo(120.5);
    }

    @Test
    void piecesOfTheWayAddUp() {
        assertThat(start.pieces().values()).containsExactly(20.0, 50.0, 20.0, 50.5);
        double afterTheRequest = start.pieces().values().stream()
                .skip(1)
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(afterTheRequest).isCloseTo(start.millis(), within(1e-9));
    }

    @Test
    void tellsItAsATableAndAsJson() throws IOException {
        StartResult result = result();
        assertThat(String.join("\n", result.lines()))
                .contains("acceptance to first instruction", "120.5", "task begun to placed", "bare bubblewrap", "7.5");
        Report report = Report.begin();
        report.add(result);
        JsonNode document =
                ModelJson.mapper().readTree(Files.readString(report.write(folder.resolve("bench"), "start.json")));
        assertThat(document.at("/starts/0/start/p50").asDouble()).isEqualTo(120.5);
        assertThat(document.at("/starts/0/bubblewrap/p99").asDouble()).isEqualTo(7.5);
        assertThat(document.at("/starts/0/pieces/request to acceptance/count").asInt())
                .isEqualTo(1);
        assertThat(document.at("/starts/0/load/cpuMillis/agent").asDouble()).isEqualTo(9.0);
    }

    @Test
    void readsTheClockOfATask() {
        assertThat(ClockStamp.read("1795514400123456789\n"))
                .isEqualTo(Instant.ofEpochSecond(1_795_514_400L, 123_456_789));
        assertThatThrownBy(() -> ClockStamp.read("")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ClockStamp.read("date: bad format"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bad format");
    }

    @Test
    void aBareBubblewrapTellsWhenItsProgramBegan() {
        assertThat(BareBubblewrap.run(ClockStamp.PROGRAM, 2)).hasSize(2).allMatch(millis -> millis > 0);
    }

    private StartResult result() {
        LoadResult load = new LoadResult(Quantiles.of(List.of(300.0)), 2.5, Map.of(), Map.of("agent", 9.0));
        return StartResult.of("embedded", 9_000, List.of(start), List.of(7.5), load);
    }

    private static Instant at(long millis) {
        return ASKED.plus(Duration.ofMillis(millis));
    }
}
