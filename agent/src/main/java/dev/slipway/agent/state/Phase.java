package dev.slipway.agent.state;

/** Where a task stands, as its file on disk says. The order of the constants is the order of a life without restarts. */
public enum Phase {
    /** Not begun, or waiting for a restart. */
    WAITING,
    /** A start may have happened: the driver is asked before anything is done. */
    INTENT,
    /** Started, handle known. */
    RUNNING,
    /** Ended; outputs, logs and the restart decision are still to come. */
    EXITED,
    /** Over for good. */
    DEAD
}
