package dev.slipway.model.spi;

import java.util.Map;

/**
 * State of a driver on a node.
 *
 * @param healthy whether it can start tasks now
 * @param description why not, or what was found
 * @param attributes facts such as versions, keys {@code driver.<name>.<fact>}
 */
public record Fingerprint(boolean healthy, String description, Map<String, String> attributes) {
    public Fingerprint {
        attributes = Map.copyOf(attributes);
    }
}
