package dev.slipway.workflows.api;

/** Task queues; a queue is an isolation boundary, see DESIGN of workflows. */
public final class Queues {
    /** Workflow code, local activities and fast activities. */
    public static final String MAIN = "slipway";
    /** Fetching source. */
    public static final String SOURCE = "slipway-source";
    /** Planning and applying infrastructure. */
    public static final String PROVISION = "slipway-provision";

    private Queues() {}
}
