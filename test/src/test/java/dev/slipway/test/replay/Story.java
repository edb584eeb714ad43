package dev.slipway.test.replay;

import java.util.Locale;

/** Ways a run can go, of which a history is kept. */
enum Story {
    SUCCESS,
    DENIED,
    REVERTED,
    CANCELLED,
    RETRIED,
    REHEARSED,
    APPROVED,
    SCHEDULED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
