package dev.slipway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads name, groups and audience out of claims as the issuer's settings say. */
final class ClaimMapping {
    private static final int MOST_GROUPS = 500;

    private ClaimMapping() {}

    /** The groups; none when the claim is absent, refused when it is neither a string nor a list of strings. */
    static List<String> groups(JsonNode claims, String claim) {
        JsonNode value = at(claims, claim);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> groups = texts(value, claim);
        if (groups.size() > MOST_GROUPS) {
            throw JsonParts.malformed("'" + claim + "' has more than " + MOST_GROUPS + " entries");
        }
        return groups;
    }

    static String name(JsonNode claims, String claim, String subject) {
        JsonNode value = at(claims, claim);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : subject;
    }

    /** {@code aud} is a string or a list of strings; absent means meant for nobody. */
    static boolean meantFor(JsonNode claims, String audience) {
        JsonNode value = claims.path("aud");
        return !value.isMissingNode() && texts(value, "aud").contains(audience);
    }

    private static List<String> texts(JsonNode value, String claim) {
        if (value.isTextual()) {
            return List.of(value.textValue());
        }
        if (!value.isArray()) {
            throw JsonParts.malformed("'" + claim + "' must be a string or a list of strings");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode entry : value) {
            if (!entry.isTextual()) {
                throw JsonParts.malformed("'" + claim + "' must be a string or a list of strings");
            }
            texts.add(entry.textValue());
        }
        return texts;
    }

    // The exact name goes first: names such as https://example.org/groups contain dots that are no path.
    private static JsonNode at(JsonNode claims, String claim) {
        if (claims.has(claim)) {
            return claims.path(claim);
        }
        JsonNode node = claims;
        for (String part : claim.split("\\.", -1)) {
            node = node.path(part);
        }
        return node;
    }
}
