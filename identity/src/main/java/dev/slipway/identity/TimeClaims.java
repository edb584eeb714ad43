package dev.slipway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Duration;
import java.time.Instant;

/** Reads and judges {@code exp}, {@code nbf} and {@code iat} with 60 s of clock skew. */
final class TimeClaims {
    static final Duration SKEW = Duration.ofSeconds(60);
    /** End of the year 9999; also keeps every later sum of seconds inside the range of Instant. */
    private static final double LATEST = 253_402_300_799.0;

    private TimeClaims() {}

    /** Refuses a token that is not valid at {@code now} and returns its end of validity. */
    static Instant check(JsonNode claims, Instant now) {
        Instant expiresAt = time(claims, "exp");
        if (!now.isBefore(expiresAt.plus(SKEW))) {
            throw new SlipwayException(ErrorCode.TOKEN_EXPIRED, "the token expired at " + expiresAt);
        }
        for (String field : new String[] {"nbf", "iat"}) {
            if (claims.has(field) && time(claims, field).isAfter(now.plus(SKEW))) {
                throw new SlipwayException(
                        ErrorCode.TOKEN_NOT_YET_VALID, "the token is not valid before " + time(claims, field));
            }
        }
        return expiresAt;
    }

    static Instant time(JsonNode claims, String field) {
        JsonNode value = claims.path(field);
        if (!value.isNumber()) {
            throw JsonParts.malformed("'" + field + "' must be a number of seconds");
        }
        double seconds = value.doubleValue();
        boolean inCalendar = seconds >= 0 && seconds <= LATEST;
        if (!inCalendar) {
            throw JsonParts.malformed("'" + field + "' is outside the calendar");
        }
        return Instant.ofEpochSecond((long) seconds);
    }
}
