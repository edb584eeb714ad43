package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who asked for an execution, proven at the door.
 *
 * @param groups list of group names
 */
public record Receipt(int generation, String issuer, String subject, JsonNode claims, JsonNode groups) {
    /** {@code <issuer>#<subject>}. */
    public String principal() {
        return issuer + "#" + subject;
    }
}
