package dev.slipway.stack.parts;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Probe;
import java.util.List;

/**
 * A Temporal server as a cluster has it, its four services in one process, on the PostgreSQL of the installation. Takes
 * the place of {@link TemporalPart} in benchmarks.
 */
public final class TemporalServerPart {
    private TemporalServerPart() {}

    /** The part; throws IllegalStateException when its programs are not installed. */
    public static Part part(Installation installation, Launch launch) {
        TemporalServerFiles files = new TemporalServerFiles(installation);
        TemporalDatabases databases = new TemporalDatabases(installation, launch.program("temporal-sql-tool"));
        TemporalNamespace namespace = new TemporalNamespace(installation);
        List<String> command = List.of(
                launch.program("temporal-server").toString(),
                "--config-file",
                files.server().toString(),
                "--allow-no-auth",
                "start");
        return Part.of(
                        "temporal",
                        command,
                        TemporalTuning.ENVIRONMENT,
                        List.of("postgres"),
                        new Probe.All(List.of(
                                new Probe.Tcp(installation.ports().temporal()), new Probe.Call(namespace::ready))))
                .preparedBy(() -> {
                    databases.prepare();
                    files.write();
                });
    }
}
