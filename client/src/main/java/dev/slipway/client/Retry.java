package dev.slipway.client;

/** When a call may be made again after it went wrong. */
enum Retry {
    /** Repeating it is harmless: after any failure of the connection, and after 429 and 503. */
    REPEATABLE,
    /** Only when the server surely did not act on it: no connection, 429 or 503. */
    UNSENT,
    /** Not at all. */
    NEVER
}
