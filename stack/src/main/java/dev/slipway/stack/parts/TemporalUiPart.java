package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Temporal's own pages, with everything that would change a workflow switched off: people act through Slipway. */
public final class TemporalUiPart {
    private TemporalUiPart() {}

    public static Part part(Installation installation, Path program) {
        List<String> command = List.of(
                program.toString(),
                "--root",
                "/",
                "--config",
                folder(installation).toString(),
                "--env",
                "embedded",
                "start");
        URI ready = URI.create(installation.temporalUiUrl() + "/healthz");
        return Part.of("temporal-ui", command, Map.of(), List.of("temporal"), new Probe.Http(ready))
                .preparedBy(() -> write(installation));
    }

    private static Path folder(Installation installation) {
        return installation.config().resolve("temporal-ui");
    }

    private static void write(Installation installation) {
        String text = """
                temporalGrpcAddress: 127.0.0.1:%d
                host: 127.0.0.1
                port: %d
                enableUi: true
                cors:
                  allowOrigins: []
                defaultNamespace: default
                disableWriteActions: true
                workflowTerminateDisabled: true
                workflowCancelDisabled: true
                workflowSignalDisabled: true
                workflowUpdateDisabled: true
                workflowResetDisabled: true
                batchActionsDisabled: true
                startWorkflowDisabled: true
                hideWorkflowQueryErrors: false
                """.formatted(
                        installation.ports().temporal(), installation.ports().temporalUi());
        try {
            Files.writeString(Installation.folder(folder(installation)).resolve("embedded.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the configuration of the Temporal UI", e);
        }
    }
}
