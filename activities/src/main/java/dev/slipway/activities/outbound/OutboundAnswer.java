package dev.slipway.activities.outbound;

/** What became of a call to a system outside. */
public sealed interface OutboundAnswer {
    /**
     * The system answered; a redirect is an answer like any other and is not followed.
     *
     * @param status HTTP status, 100 to 599
     * @param body what a GET was answered with, else empty
     */
    record Received(int status, String body) implements OutboundAnswer {}

    /** The call must not be made; nothing was connected to. */
    record Refused(String why) implements OutboundAnswer {}

    /** No usable answer came; another try may get one. */
    record Failed(String why) implements OutboundAnswer {}
}
