package dev.slipway.activities.outbound;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to a system outside.
 *
 * @param url http or https address without a user in it
 * @param headers by name
 * @param body JSON that is posted; null for a GET, whose answer is read
 * @param timeout for all of it: finding the host, connecting, sending and reading; more than zero, at most 5 s
 */
@SuppressWarnings("ArrayRecordComponent")
public record OutboundCall(String url, Map<String, String> headers, byte @Nullable [] body, Duration timeout) {
    static final Duration LONGEST = Duration.ofSeconds(5);

    public OutboundCall {
        Objects.requireNonNull(url, "url is null");
        headers = Map.copyOf(headers);
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be more than zero and at most " + LONGEST);
        }
    }

    /** Asks; the answer is read up to 1 MiB. */
    public static OutboundCall get(String url, Duration timeout) {
        return new OutboundCall(url, Map.of("accept", "application/json"), null, timeout);
    }

    /** Tells; of the answer only the status is looked at. */
    public static OutboundCall post(String url, Map<String, String> headers, byte[] body) {
        return new OutboundCall(url, headers, body, LONGEST);
    }
}
