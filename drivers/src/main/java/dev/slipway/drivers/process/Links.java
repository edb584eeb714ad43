package dev.slipway.drivers.process;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Network interfaces of the host. */
public final class Links {
    private Links() {}

    public static boolean exists(String name) {
        return Files.exists(Path.of("/sys/class/net", name));
    }

    /** Removes an interface; the shim or the end of its namespace may have done so before. */
    public static void delete(String name) {
        if (!exists(name)) {
            return;
        }
        Programs.Outcome outcome =
                Programs.run(List.of("ip", "link", "delete", name), Map.of(), "", Duration.ofSeconds(5));
        if (outcome.exitCode() != 0 && exists(name)) {
            throw new SlipwayException(
                    ErrorCode.DRIVER_UNAVAILABLE, "cannot remove the interface " + name + ": " + outcome.output());
        }
    }
}
