package dev.slipway.drivers.exec;

import dev.slipway.drivers.config.ConfigReader;
import dev.slipway.drivers.process.CommandConfig;
import java.util.List;
import java.util.Map;

/**
 * The {@code config} of an exec task.
 *
 * @param command what runs
 * @param user numeric id it runs as, 1 to 4,000,000,000, 65534 (nobody) when absent; never root
 */
record ExecConfig(CommandConfig command, long user) {
    private static final long NOBODY = 65_534;

    static ConfigReader reader(Map<String, Object> config) {
        return new ConfigReader(config, names());
    }

    static ExecConfig read(ConfigReader reader) {
        return new ExecConfig(CommandConfig.read(reader), reader.number("user", 1, 4_000_000_000L, NOBODY));
    }

    private static List<String> names() {
        return CommandConfig.names("user");
    }
}
