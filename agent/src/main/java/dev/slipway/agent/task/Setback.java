package dev.slipway.agent.task;

import dev.slipway.client.ApiException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;

/** How to take a start that did not work. */
enum Setback {
    /** Nothing but a change of the job mends it. */
    FINAL,
    /** The server is away: wait for it, whatever the restart policy says. */
    WAIT,
    /** As any other failed start. */
    COUNTED;

    static Setback of(Exception failure) {
        if (failure instanceof ApiException api) {
            boolean away = api.status() == 0 || api.status() >= 500 || api.status() == 429 || api.status() == 401;
            return away ? WAIT : COUNTED;
        }
        if (failure instanceof SlipwayException refusal) {
            boolean wrong =
                    refusal.code() == ErrorCode.DRIVER_CONFIG_INVALID || refusal.code() == ErrorCode.VALIDATION_FAILED;
            return wrong ? FINAL : COUNTED;
        }
        return COUNTED;
    }
}
