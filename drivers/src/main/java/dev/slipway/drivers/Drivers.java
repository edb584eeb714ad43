package dev.slipway.drivers;

import dev.slipway.drivers.docker.DockerDriver;
import dev.slipway.drivers.exec.ExecDriver;
import dev.slipway.drivers.mock.MockDriver;
import dev.slipway.drivers.raw.RawExecDriver;
import dev.slipway.model.spi.TaskDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The drivers this release carries, wired for one node. */
public final class Drivers {
    private Drivers() {}

    /** Every driver, usable or not: what is missing on this machine is told by {@link TaskDriver#fingerprint()}. */
    public static List<TaskDriver> create(DriverSettings settings) {
        Path root = settings.stateRoot();
        Clock clock = Clock.systemUTC();
        return List.of(
                new ExecDriver(root, settings.networkRangeOrDefault(), clock),
                new DockerDriver(root, settings.dockerHost(), clock),
                new RawExecDriver(root, settings.rawExecEnabled(), clock),
                new MockDriver(root, clock));
    }
}
