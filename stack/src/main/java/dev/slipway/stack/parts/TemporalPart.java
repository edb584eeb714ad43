package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import dev.slipway.workflows.api.SearchKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Temporal's development server with a database file. The settings are measured ones: without them every step waits for
 * the next tick of a queue reader, 50 ms apart.
 */
public final class TemporalPart {
    private static final Map<String, String> TUNING = Map.of(
            "history.transferProcessorMaxPollRPS", "5000",
            "history.timerProcessorMaxPollRPS", "5000",
            "history.visibilityProcessorMaxPollRPS", "200",
            "system.enableActivityEagerExecution", "true",
            "matching.numTaskqueueReadPartitions", "1",
            "matching.numTaskqueueWritePartitions", "1",
            "frontend.namespaceRPS.visibility", "100");

    private TemporalPart() {}

    /**
     * @param program the {@code temporal} command
     * @param metrics whether its metrics are served, for the benchmarks
     */
    public static Part part(Installation installation, Path program, boolean metrics) {
        Path database = installation.data("temporal").resolve("temporal.db");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(installation.ports().temporal()),
                "--http-port",
                Integer.toString(installation.ports().temporalHttp()),
                "--db-filename",
                database.toString(),
                "--sqlite-pragma",
                "journal_mode=wal",
                "--sqlite-pragma",
                "synchronous=2",
                "--log-level",
                "warn"));
        if (metrics) {
            command.add("--metrics-port");
            command.add(Integer.toString(installation.ports().temporalMetrics()));
        }
        TUNING.forEach((key, value) -> {
            command.add("--dynamic-config-value");
            command.add(key + "=" + value);
        });
        for (String name : SearchKeys.names()) {
            command.add("--search-attribute");
            command.add(name + "=Keyword");
        }
        return Part.of(
                        "temporal",
                        command,
                        Map.of("GOGC", "400"),
                        List.of(),
                        new Probe.Tcp(installation.ports().temporal()))
                .preparedBy(() -> Installation.folder(installation.data("temporal")));
    }
}
