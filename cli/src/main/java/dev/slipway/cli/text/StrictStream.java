package dev.slipway.cli.text;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A print stream never fails; this one does, so that following a log ends when its reader has gone. */
final class StrictStream extends OutputStream {
    private final PrintStream target;

    StrictStream(PrintStream target) {
        this.target = target;
    }

    @Override
    public void write(int one) throws IOException {
        target.write(one);
        check();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        target.flush();
        check();
    }

    private void check() throws IOException {
        if (target.checkError()) {
            throw new OutputClosed();
        }
    }
}
