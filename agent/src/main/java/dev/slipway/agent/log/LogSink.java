package dev.slipway.agent.log;

/** Where output goes; answers the offset at which it wants the next byte. */
public interface LogSink {
    /** Appends what begins at {@code offset}; throws {@link dev.slipway.client.ApiException} when it cannot. */
    long append(String stream, long offset, byte[] bytes);
}
