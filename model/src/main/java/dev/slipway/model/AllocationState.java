package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an agent last said of an allocation. */
public enum AllocationState {
    PENDING,
    RUNNING,
    COMPLETE,
    FAILED,
    LOST,
    UNKNOWN;

    /** The moves a allocation may make. */
    public static final TransitionTable<AllocationState> TRANSITIONS = TransitionTable.of(AllocationState.class)
            .move(PENDING, RUNNING, COMPLETE, FAILED, LOST, UNKNOWN)
            .move(RUNNING, COMPLETE, FAILED, LOST, UNKNOWN)
            .move(UNKNOWN, PENDING, RUNNING, COMPLETE, FAILED, LOST)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static AllocationState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
