package dev.slipway.model.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a job is kept running: for ever or once, on some nodes or on all. */
public enum JobType {
    SERVICE,
    BATCH,
    SYSTEM,
    SYSBATCH;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static JobType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
