package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import dev.slipway.workflows.api.SearchKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Temporal's development server with a database file. */
public final class TemporalPart {
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
        TemporalTuning.dynamic().forEach((key, value) -> {
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
                        TemporalTuning.ENVIRONMENT,
                        List.of(),
                        new Probe.Tcp(installation.ports().temporal()))
                .preparedBy(() -> Installation.folder(installation.data("temporal")));
    }
}
