package dev.slipway.model.api;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import java.time.Instant;

/**
 * Why the last time a schedule was due no run was started.
 *
 * @param at when it was last tried
 * @param code what kind of refusal or failure it was
 * @param detail the reason in words
 */
public record ScheduleTrouble(Instant at, ErrorCode code, String detail) {
    public ScheduleTrouble {
        requireNonNull(at, "at is null");
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
    }
}
