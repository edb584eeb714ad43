package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of one request to the scheduler to look at a job. */
public enum EvaluationState {
    PENDING,
    BLOCKED,
    COMPLETE,
    FAILED,
    CANCELLED;

    /** The moves a evaluation may make. */
    public static final TransitionTable<EvaluationState> TRANSITIONS = TransitionTable.of(EvaluationState.class)
            .move(PENDING, BLOCKED, COMPLETE, FAILED, CANCELLED)
            .move(BLOCKED, PENDING, CANCELLED)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static EvaluationState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
