package dev.slipway.agent.node;

import dev.slipway.model.DataSize;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Names;
import dev.slipway.model.SlipwayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of an agent.
 *
 * @param name unique in the agent; names its folder
 * @param joinTokenFile file with the token of its first start; not needed once it has joined
 * @param cpu what it offers, in thousandths of a core
 * @param memory what it offers
 * @param drivers names of the drivers it offers
 * @param address IP address at which tasks without one of their own are reached, {@code 127.0.0.1} when absent
 */
public record NodeSettings(
        String name,
        @Nullable String joinTokenFile,
        int cpu,
        DataSize memory,
        List<String> drivers,
        @Nullable String address) {
    public NodeSettings {
        Names.require("nodes.name", name);
        if (cpu <= 0 || memory == null || memory.bytes() <= 0) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "node " + name + " offers no cpu or no memory");
        }
        if (drivers == null || drivers.isEmpty()) {
            throw new SlipwayException(ErrorCode.VALIDATION_FAILED, "node " + name + " offers no driver");
        }
        drivers = List.copyOf(drivers);
    }

    String addressOrDefault() {
        return address == null ? "127.0.0.1" : address;
    }
}
