package dev.slipway.worker.relay;

/** What became of one try to deliver a message. */
public sealed interface Delivery {
    /** It was taken. */
    record Done() implements Delivery {}

    /**
     * Nobody will ever take it.
     *
     * @param why for people
     */
    record GivenUp(String why) implements Delivery {}

    /**
     * It was not taken this time.
     *
     * @param why for people
     */
    record Again(String why) implements Delivery {}
}
