package dev.slipway.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a growing log; after a lost connection it goes on at the byte after the last one copied. */
final class LogFollower {
    static final String NEXT_OFFSET = "Slipway-Next-Offset";
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int LOST_IN_A_ROW = 20;
    private final Transport transport;
    private final String path;
    private final Map<String, String> query;

    LogFollower(Transport transport, String path, Map<String, String> query) {
        this.transport = transport;
        this.path = path;
        this.query = Map.copyOf(query);
    }

    long copy(long from, OutputStream sink) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(transport.settings().firstBackoff());
        Position position = new Position(from);
        int losses = 0;
        while (true) {
            long before = position.offset;
            try {
                connection(position, sink);
                return position.offset;
            } catch (BrokenStream e) {
                losses = position.offset > before ? 1 : losses + 1;
                if (losses > LOST_IN_A_ROW) {
                    throw ApiException.unreachable("the log could not be followed to its end", e);
                }
                backoff.pause(backoff.after(losses));
            }
        }
    }

    private void connection(Position position, OutputStream sink) throws IOException {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>(query);
        parameters.put("offset", position.offset);
        parameters.put("follow", true);
        Call call = Call.get(Call.query(path, parameters)).with("Accept", Call.BYTES);
        try (InputStream body = GuardedStream.over(transport.open(call).body(), SILENCE)) {
            byte[] buffer = new byte[64 << 10];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                sink.write(buffer, 0, read);
                sink.flush();
                position.offset += read;
            }
        }
    }

    private static final class Position {
        private long offset;

        Position(long offset) {
            this.offset = offset;
        }
    }
}
