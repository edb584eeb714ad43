package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Provisioner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plans what a test says and remembers what it was given. */
final class ScriptedProvisioner implements Provisioner {
    final List<Workspace> planned = new CopyOnWriteArrayList<>();
    final List<Workspace> applied = new CopyOnWriteArrayList<>();
    volatile boolean empty;
    volatile boolean broken;
    volatile long serial;

    @Override
    public String describe() {
        return "scripted 1.0";
    }

    @Override
    public InfraPlan plan(Workspace workspace, Progress progress) {
        planned.add(workspace);
        progress.line("planning");
        if (!Files.exists(workspace.moduleDir().resolve("main.tf"))) {
            throw new IllegalStateException("the module is not there");
        }
        byte[] file = ("plan " + planned.size()).getBytes(StandardCharsets.UTF_8);
        String json = """
                {"format_version": "1.2", "resource_changes": [],
                 "planned_values": {"outputs": {"host": {"value": "db.internal", "sensitive": false},
                                                "password": {"value": "x", "sensitive": true}}}}""";
        return new InfraPlan(Digest.of(file), file, json, empty, empty ? 0 : 2, 0, 0, serial);
    }

    @Override
    public InfraResult apply(Workspace workspace, InfraPlan plan, byte[] planFile, Progress progress) {
        applied.add(workspace);
        progress.line("applying");
        if (broken) {
            throw new SlipwayException(ErrorCode.APPLY_FAILED, "the program ended with 1");
        }
        serial++;
        return new InfraResult(Map.of("host", "db.internal"), serial);
    }
}
