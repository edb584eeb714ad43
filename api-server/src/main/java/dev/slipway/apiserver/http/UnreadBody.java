package dev.slipway.apiserver.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.io.InputStream;

/**
 * Settles what is left of a body when a request is refused before anybody read it. Left alone, the server would close the
 * connection without a word behind its answer, and the caller's next request on it would fail for no reason of its own.
 */
public final class UnreadBody implements ContainerResponseFilter {
    /** A caller who is refused is not listened to for longer than this. */
    private static final int SMALL = 64 << 10;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (response.getStatus() < 400 || BodyFilter.wasRead(request)) {
            return;
        }
        int length = request.getLength();
        if (length >= 0 && length <= SMALL) {
            discard(request.getEntityStream());
        } else if (length > SMALL || request.getHeaders().containsKey("Transfer-Encoding")) {
            response.getHeaders().putSingle("Connection", "close");
        }
    }

    private static void discard(InputStream body) throws IOException {
        byte[] sink = new byte[8 << 10];
        int read = 0;
        while (read >= 0) {
            read = body.read(sink);
        }
    }
}
