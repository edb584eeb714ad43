package dev.slipway.cli.text;

import java.io.IOException;

/** Whoever read the output has gone. */
public final class OutputClosed extends IOException {
    private static final long serialVersionUID = 1L;

    public OutputClosed() {
        super("the output was closed");
    }
}
