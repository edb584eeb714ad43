package dev.slipway.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A body that may not fall silent: when nothing came for a while it is closed under its reader, who then sees {@link
 * BrokenStream} as for any other loss of the connection. A half-open connection is found in no other way.
 */
final class GuardedStream extends InputStream {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("slipway-client-watch").factory());
    private final InputStream body;
    private final long silenceNanos;
    private final Future<?> watch;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean silent;

    private GuardedStream(InputStream body, Duration silence) {
        this.body = body;
        this.silenceNanos = silence.toNanos();
        long interval = Math.max(1, silence.toMillis() / 4);
        this.watch = WATCH.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    static GuardedStream over(InputStream body, Duration silence) {
        return new GuardedStream(body, silence);
    }

    private void look() {
        if (System.nanoTime() - lastNanos > silenceNanos) {
            silent = true;
            close();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read;
        try {
            read = body.read(target, offset, length);
        } catch (IOException e) {
            throw new BrokenStream("the connection was lost", e);
        }
        if (read < 0 && silent) {
            throw new BrokenStream("nothing came for " + Duration.ofNanos(silenceNanos), new IOException("silence"));
        }
        lastNanos = System.nanoTime();
        return read;
    }

    @Override
    public void close() {
        watch.cancel(false);
        try {
            body.close();
        } catch (IOException e) {
            // Nothing is lost: the body was only read, and its connection is thrown away.
            silent = true;
        }
    }
}
