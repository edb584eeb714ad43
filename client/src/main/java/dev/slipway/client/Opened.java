package dev.slipway.client;

import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;

/**
 * A body to be read as it comes, or the whole of an error's body: that one is awaited under the call's own time limit.
 *
 * @param stream empty for an error
 * @param problem empty for a success
 */
record Opened(InputStream stream, byte[] problem) {
    private static final int LARGEST_PROBLEM = 1 << 20;

    static final BodyHandler<Opened> HANDLER = head -> Transport.successful(head.statusCode())
            ? BodySubscribers.mapping(BodySubscribers.ofInputStream(), stream -> new Opened(stream, new byte[0]))
            : BodySubscribers.mapping(
                    BodySubscribers.limiting(BodySubscribers.ofByteArray(), LARGEST_PROBLEM),
                    problem -> new Opened(InputStream.nullInputStream(), problem));
}
