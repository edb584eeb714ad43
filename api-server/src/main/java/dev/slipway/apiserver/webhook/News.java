package dev.slipway.apiserver.webhook;

import org.jspecify.annotations.Nullable;

/** What a post of a forge says. */
sealed interface News {
    /**
     * A branch or tag got a new commit.
     *
     * @param ref full name
     * @param before commit it had before; null when the forge does not say
     * @param after commit it has now
     * @param sender who pushed, as the forge names them
     * @param senderId immutable id of the sender at the forge; empty when it does not say
     */
    record Push(String ref, @Nullable String before, String after, String sender, String senderId) implements News {}

    /**
     * Nothing to run.
     *
     * @param why for whoever set the webhook up
     */
    record Other(String why) implements News {}
}
