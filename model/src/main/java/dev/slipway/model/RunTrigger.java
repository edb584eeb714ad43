package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a run was started by: somebody's request, a push the pipeline's triggers judge, or the pipeline's schedule. */
public enum RunTrigger {
    REQUEST,
    PUSH,
    SCHEDULE;

    /** Lower-case name used in the database and the API. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
