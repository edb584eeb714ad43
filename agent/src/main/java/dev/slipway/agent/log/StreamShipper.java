package dev.slipway.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Sends one stream piece by piece. The server's answer decides where to go on, so a restart needs no memory. */
final class StreamShipper {
    private static final int BATCH = 512 << 10;
    private final String stream;
    private final RotatedLog log;
    private final LogSink sink;
    private long offset;

    StreamShipper(String stream, RotatedLog log, LogSink sink) {
        this.stream = stream;
        this.log = log;
        this.sink = sink;
    }

    /** Sends the next piece; false when everything there is was sent. */
    boolean ship() {
        byte[] piece = log.read(offset, BATCH);
        if (piece.length == 0) {
            long next = log.firstFrom(offset);
            if (next == offset) {
                return false;
            }
            piece = lost(next - offset);
        }
        offset = sink.append(stream, offset, piece);
        return true;
    }

    /** The server keeps no holes: what rotation removed before it could be sent is replaced by a remark of its length. */
    private static byte[] lost(long count) {
        byte[] filler = new byte[(int) Math.min(BATCH, count)];
        Arrays.fill(filler, (byte) ' ');
        byte[] remark = ("\n[" + count + " bytes were rotated away before they could be sent]").getBytes(UTF_8);
        System.arraycopy(remark, 0, filler, 0, Math.min(remark.length, filler.length));
        filler[filler.length - 1] = '\n';
        return filler;
    }
}
