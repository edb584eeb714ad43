package dev.slipway.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** State of a node as the server sees it; eligibility and drain are kept apart. */
public enum NodeState {
    INITIALIZING,
    READY,
    DOWN,
    DISCONNECTED;

    /** The moves a node may make. */
    public static final TransitionTable<NodeState> TRANSITIONS = TransitionTable.of(NodeState.class)
            .move(INITIALIZING, READY, DOWN)
            .move(READY, DOWN, DISCONNECTED)
            .move(DISCONNECTED, READY, DOWN)
            .move(DOWN, READY, INITIALIZING)
            .build();

    /** Lower-case name used in the database, API and search attributes. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
        return TRANSITIONS.isFinal(this);
    }

    public static NodeState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
