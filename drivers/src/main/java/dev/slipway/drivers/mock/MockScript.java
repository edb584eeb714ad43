package dev.slipway.drivers.mock;

import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.TaskDriver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mock task does.
 *
 * @param runFor time until it ends by itself; for ever when null
 * @param exitCode code it then ends with, 0 to 255
 * @param startError message the start fails with; null for a start that works
 * @param startErrorRecoverable whether that failure is one a retry may mend (DRIVER_START_FAILED, the default) or not
 *     (DRIVER_CONFIG_INVALID)
 * @param stdout line it writes, none when null
 * @param stdoutRepeat how often it writes the line, 1 to 100,000, 1 when absent
 * @param hang whether it ignores signals until it is killed
 * @param healthy whether commands run inside it ({@link TaskDriver#exec}) succeed, true when absent
 * @param healthyAfter time from the start until they do, zero when absent
 */
record MockScript(
        @Nullable Duration runFor,
        int exitCode,
        @Nullable String startError,
        boolean startErrorRecoverable,
        @Nullable String stdout,
        int stdoutRepeat,
        boolean hang,
        boolean healthy,
        Duration healthyAfter) {
    private static final List<String> NAMES = List.of(
            "runFor",
            "exitCode",
            "startError",
            "startErrorRecoverable",
            "stdout",
            "stdoutRepeat",
            "hang",
            "healthy",
            "healthyAfter");

    static List<Problem> problems(Map<String, Object> config) {
        ConfigReader reader = new ConfigReader(config, NAMES);
        read(reader);
        return reader.problems();
    }

    /** Throws {@link SlipwayException} DRIVER_CONFIG_INVALID. */
    static MockScript of(Map<String, Object> config) {
        ConfigReader reader = new ConfigReader(config, NAMES);
        MockScript script = read(reader);
        reader.requireGood(MockDriver.NAME);
        return script;
    }

    private static MockScript read(ConfigReader reader) {
        return new MockScript(
                reader.duration("runFor").orElse(null),
                (int) reader.number("exitCode", 0, 255, 0),
                reader.text("startError").orElse(null),
                reader.flag("startErrorRecoverable", true),
                reader.text("stdout").orElse(null),
                (int) reader.number("stdoutRepeat", 1, 100_000, 1),
                reader.flag("hang", false),
                reader.flag("healthy", true),
                reader.duration("healthyAfter").orElse(Duration.ZERO));
    }
}
