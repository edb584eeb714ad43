package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the scheduler wants of an allocation; {@code stop} is never taken back, a replacement is a new allocation. */
public enum AllocationDesired {
    RUN,
    STOP;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AllocationDesired of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
