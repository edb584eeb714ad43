package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of the rollout of one JobVersion. */
public enum DeploymentState {
    PENDING,
    RUNNING,
    PAUSED,
    BLOCKED,
    REVERTING,
    SUCCESSFUL,
    FAILED,
    CANCELLED;

    /** The moves a deployment may make. */
    public static final TransitionTable<DeploymentState> TRANSITIONS = TransitionTable.of(DeploymentState.class)
            .move(PENDING, RUNNING, FAILED, CANCELLED)
            .move(RUNNING, PAUSED, BLOCKED, REVERTING, SUCCESSFUL, FAILED, CANCELLED)
            .move(PAUSED, RUNNING, REVERTING, FAILED, CANCELLED)
            .move(BLOCKED, RUNNING, REVERTING, FAILED, CANCELLED)
            .move(REVERTING, FAILED, CANCELLED)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static DeploymentState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
