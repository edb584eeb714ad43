package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of one step of a run. */
public enum StepState {
    PENDING,
    QUEUED,
    RUNNING,
    WAITING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    SKIPPED;

    /** The moves a step may make. */
    public static final TransitionTable<StepState> TRANSITIONS = TransitionTable.of(StepState.class)
            .move(PENDING, QUEUED, RUNNING, SKIPPED, CANCELLED, FAILED)
            .move(QUEUED, RUNNING, WAITING, SKIPPED, CANCELLED, FAILED)
            .move(RUNNING, WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED)
            .move(WAITING, RUNNING, SUCCEEDED, FAILED, CANCELLED, SKIPPED)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static StepState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
