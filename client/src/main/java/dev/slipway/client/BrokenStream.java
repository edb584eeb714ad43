package dev.slipway.client;

import java.io.IOException;

/** A body that ended before its end, or fell silent for too long. */
final class BrokenStream extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenStream(String message, Throwable cause) {
        super(message, cause);
    }
}
