package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.EventView;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads server-sent events whose data is an {@link EventView}. An event that was not finished is not delivered. */
final class SseReader implements AutoCloseable {
    private static final int LONGEST_EVENT = 4 << 20;
    private final InputStream body;
    private boolean ended;

    SseReader(InputStream body) {
        this.body = new BufferedInputStream(body, 16 << 10);
    }

    /** The next event; empty at the end of the body. */
    Optional<EventView> next() throws IOException {
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = line();
            if (ended) {
                return Optional.empty();
            }
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(parse(data.toString()));
            }
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(line.startsWith("data: ") ? 6 : 5));
            }
            if (data.length() > LONGEST_EVENT) {
                throw new IOException("an event is longer than " + LONGEST_EVENT + " characters");
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = body.read(); next != '\n'; next = body.read()) {
            if (next < 0) {
                ended = true;
                return "";
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > LONGEST_EVENT) {
                throw new IOException("a line is longer than " + LONGEST_EVENT + " bytes");
            }
        }
        return line.toString(UTF_8);
    }

    private static EventView parse(String data) throws IOException {
        try {
            return ModelJson.read(data, EventView.class);
        } catch (SlipwayException e) {
            throw new IOException("the server sent something that is not an event", e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
