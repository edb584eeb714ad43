package dev.slipway.stack.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestReport {
    @TempDir
    private Path folder;

    private final LevelResult level = LevelResult.of("pipeline", 16, List.of(block(9.0), block(7.5), block(3.0)));

    @Test
    void writesWhatWasMeasuredAsJson() throws IOException {
        Report report = Report.begin();
        report.add(new ServerResult("embedded", 9_000, List.of(80.0, 60.0), List.of(), List.of(level)));
        Path file = report.write(folder.resolve("bench"), "results.json");
        JsonNode document = ModelJson.mapper().readTree(Files.readString(file));
        assertThat(document.at("/machine/cores").asInt()).isPositive();
        assertThat(document.at("/machine/loadBefore").isNumber()).isTrue();
        assertThat(document.at("/servers/0/server").asText()).isEqualTo("embedded");
        JsonNode row = document.at("/servers/0/pipelines/0");
        assertThat(row.at("/inFlight").asInt()).isEqualTo(16);
        assertThat(row.at("/p50").asDouble()).isEqualTo(2.0);
        assertThat(row.at("/p99").asDouble()).isEqualTo(3.0);
        assertThat(row.at("/perSecond").asDouble()).isEqualTo(7.5);
        assertThat(row.at("/lowestPerSecond").asDouble()).isEqualTo(3.0);
        assertThat(row.at("/highestPerSecond").asDouble()).isEqualTo(9.0);
        assertThat(row.at("/blocks")).hasSize(3);
        assertThat(document.at("/servers/0/warmUpCpuMillis/1").asDouble()).isEqualTo(60.0);
        assertThat(row.at("/cpuMillis/worker").asDouble()).isEqualTo(20.0);
        assertThat(row.at("/commits/slipway").asDouble()).isEqualTo(41.5);
    }

    @Test
    void showsATableForPeople() {
        Report report = Report.begin();
        report.add(new ServerResult("embedded", 9_000, List.of(80.0, 60.0), List.of(), List.of(level)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("p50 ms")
                .contains("41.5")
                .contains("3.0-9.0")
                .contains("30.0");
    }

    @Test
    void quantilesAreMeasuredValues() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).collect(Collectors.toList());
        Collections.reverse(hundred);
        assertThat(Quantiles.of(hundred)).isEqualTo(new Quantiles(100, 50, 90, 99, 100));
        assertThat(Quantiles.of(List.of()).p50()).isNaN();
    }

    private static LoadResult block(double perSecond) {
        return new LoadResult(
                Quantiles.of(List.of(3.0, 1.0, 2.0)),
                perSecond,
                Map.of("slipway", 41.5),
                Map.of("api", 10.0, "worker", 20.0));
    }
}
