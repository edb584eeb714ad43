package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of one run; {@code waiting} is a run that waits for people, windows, locks or the outside. */
public enum RunState {
    QUEUED,
    RUNNING,
    WAITING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** The moves a run may make. */
    public static final TransitionTable<RunState> TRANSITIONS = TransitionTable.of(RunState.class)
            .move(QUEUED, RUNNING, FAILED, CANCELLED)
            .move(RUNNING, WAITING, SUCCEEDED, FAILED, CANCELLED)
            .move(WAITING, RUNNING, SUCCEEDED, FAILED, CANCELLED)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
