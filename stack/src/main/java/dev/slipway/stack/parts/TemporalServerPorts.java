package dev.slipway.stack.parts;

import dev.slipway.stack.Ports;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loopback ports the services of a Temporal server talk to each other on, behind the block of the installation; its
 * clients use {@link Ports#temporal()}.
 *
 * @param base first of 7 ports
 */
public record TemporalServerPorts(int base) {
    /** Those that belong to an installation. */
    public static TemporalServerPorts of(Ports ports) {
        return new TemporalServerPorts(ports.base() + ports.all().size());
    }

    public int frontendMembership() {
        return base;
    }

    public int history() {
        return base + 1;
    }

    public int historyMembership() {
        return base + 2;
    }

    public int matching() {
        return base + 3;
    }

    public int matchingMembership() {
        return base + 4;
    }

    public int worker() {
        return base + 5;
    }

    public int workerMembership() {
        return base + 6;
    }

    /** Every port with the name of its user. */
    public Map<String, Integer> all() {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put("temporal frontend membership", frontendMembership());
        all.put("temporal history", history());
        all.put("temporal history membership", historyMembership());
        all.put("temporal matching", matching());
        all.put("temporal matching membership", matchingMembership());
        all.put("temporal worker", worker());
        all.put("temporal worker membership", workerMembership());
        return all;
    }
}
