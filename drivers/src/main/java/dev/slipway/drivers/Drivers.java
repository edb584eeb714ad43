package dev.slipway.drivers;

import dev.slipway.drivers.mock.MockDriver;
import dev.slipway.model.spi.TaskDriver;
import java.time.Clock;
import java.util.List;

/** The drivers this release carries, wired for one node. */
public final class Drivers {
    private Drivers() {}

    /** Every driver, usable or not: what is missing on this machine is told by {@link TaskDriver#fingerprint()}. */
    public static List<TaskDriver> create(DriverSettings settings) {
        return List.of(new MockDriver(settings.stateRoot(), Clock.systemUTC()));
    }
}
