package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The eight steps from commit to running job, in their order. */
public enum StepName {
    COMMIT,
    VERIFY,
    TASKS,
    REQUEST,
    PROVISION,
    CONFIGURE,
    JOB,
    RESPOND;

    /** Lower-case name used in files, API, page, audit and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Steps 4 to 8 happen once per stage, 1 to 3 once per run. */
    public boolean perStage() {
        return ordinal() >= REQUEST.ordinal();
    }

    public static StepName of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
