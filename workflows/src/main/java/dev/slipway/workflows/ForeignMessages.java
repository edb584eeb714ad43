package dev.slipway.workflows;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.DynamicSignalHandler;
import io.temporal.workflow.DynamicUpdateHandler;
import io.temporal.workflow.Workflow;

/**
 * Signals and updates no part of Slipway sends. Whoever reaches the workflow server can send them, so they must have no
 * effect; and somebody tried something, so they must not get lost either.
 */
public final class ForeignMessages {
    private static final String REFUSED = "MESSAGE_REFUSED";

    private ForeignMessages() {}

    /** From now on such messages go to {@code inbox} as strange ones; updates are refused with a text. */
    public static void recordIn(Inbox inbox) {
        DynamicSignalHandler signals = (name, arguments) -> inbox.foreign("signal " + name);
        DynamicUpdateHandler updates = (name, arguments) -> {
            inbox.foreign("update " + name);
            throw ApplicationFailure.newNonRetryableFailure(
                    "there is no update " + name + "; people's actions go through the API. This message was recorded",
                    REFUSED);
        };
        Workflow.registerListener(signals);
        Workflow.registerListener(updates);
    }
}
