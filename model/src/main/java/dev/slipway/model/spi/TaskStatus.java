package dev.slipway.model.spi;

/** What a driver sees of a task right now. */
public sealed interface TaskStatus {
    /** Its main process lives. */
    record Running() implements TaskStatus {}

    /** It has ended and the result is kept until {@link TaskDriver#destroy}. */
    record Exited(ExitResult result) implements TaskStatus {}

    /** Nothing of it is left on this machine. */
    record Unknown() implements TaskStatus {}
}
