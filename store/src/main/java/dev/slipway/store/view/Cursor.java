package dev.slipway.store.view;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list begins: the sort key of the last item, opaque to clients. */
public final class Cursor {
    private static final int LONGEST = 400;
    private static final char SEPARATOR = '\n';

    private Cursor() {}

    /** A list sorted by one text. */
    public static String of(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text {@link #of} was given; {@code start} when there is no cursor.
     *
     * @throws SlipwayException VALIDATION_FAILED
     */
    public static String text(@Nullable String cursor, String start) {
        if (cursor == null) {
            return start;
        }
        if (cursor.length() > LONGEST) {
            throw unusable();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf(0) >= 0) {
                throw unusable();
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw unusable();
        }
    }

    /** A list sorted by time, newest first. */
    public static String of(Instant time, String id) {
        return of(time.toString() + SEPARATOR + id);
    }

    /** Position in a list sorted by time; null at the start. */
    public static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        String text = text(cursor, "");
        int cut = text.indexOf(SEPARATOR);
        if (cut < 0) {
            throw unusable();
        }
        try {
            return new Place(Instant.parse(text.substring(0, cut)), text.substring(cut + 1));
        } catch (DateTimeException e) {
            throw unusable();
        }
    }

    private static SlipwayException unusable() {
        return new SlipwayException(ErrorCode.VALIDATION_FAILED, "next is not a cursor this list gave out");
    }

    /** Sort key of the last item seen. */
    public record Place(Instant time, String id) {}
}
