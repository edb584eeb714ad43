package dev.slipway.store.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.time.Instant;

/** Lock information of OpenTofu and Terraform, stored together with the end of the holder's token. */
record LockInfo(String id, ObjectNode info) {
    private static final String TOKEN_EXPIRY = "slipwayTokenExpiry";
    private static final int LARGEST_ID = 200;

    static LockInfo parse(String text) {
        ObjectNode info = object(text, "lock information");
        String id = info.path("ID").asText();
        if (id.isEmpty() || id.length() > LARGEST_ID) {
            throw new SlipwayException(ErrorCode.MALFORMED_BODY, "the lock information has no usable ID");
        }
        return new LockInfo(id, info);
    }

    static ObjectNode object(String text, String what) {
        if (ModelJson.read(text, JsonNode.class) instanceof ObjectNode object) {
            return object;
        }
        throw new SlipwayException(ErrorCode.MALFORMED_BODY, "the " + what + " must be a JSON object");
    }

    JsonNode stored(StateAccess access) {
        return info.deepCopy().put(TOKEN_EXPIRY, access.expiresAt().toString());
    }

    static Instant tokenExpiry(JsonNode stored) {
        return Instant.parse(stored.path(TOKEN_EXPIRY).asText());
    }

    static LockOutcome.Held held(StateRows.Lock lock) {
        String holder = "held by " + lock.owner() + " since " + lock.lockedAt();
        ObjectNode shown = lock.info().deepCopy();
        shown.remove(TOKEN_EXPIRY);
        shown.put("Info", holder);
        // The ID is the only part of the holder's information that the programs show to the one who is turned away.
        shown.put("ID", lock.lockId() + ", " + holder);
        return new LockOutcome.Held(shown.toString(), lock.owner(), lock.lockedAt());
    }
}
