package dev.slipway.apiserver.http;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Bounds bodies after the caller is known. Ordinary ones, at most 2 MiB, are read whole before the resource runs, so that
 * a repeat can be recognised by their digest and a slow sender holds no transaction open.
 */
@Priority(Priorities.AUTHENTICATION + 10)
public final class BodyFilter implements ContainerRequestFilter {
    static final long LIMIT = 2L << 20;
    private static final long DISCARDED = 4 * LIMIT;
    private static final String DIGEST = "slipway.request-digest";

    @Context
    private @Nullable ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        LargeBody large = requireNonNull(resource).getResourceMethod().getAnnotation(LargeBody.class);
        long limit = large == null ? LIMIT : large.value();
        if (request.getLength() > limit) {
            discard(request.getEntityStream());
            throw tooLarge(limit);
        }
        InputStream bounded = new Bounded(request.getEntityStream(), limit);
        if (large != null) {
            request.setEntityStream(bounded);
            return;
        }
        byte[] body = bounded.readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        request.setProperty(DIGEST, digest(request, body));
    }

    /** Digest of method, address and body of an ordinary request. */
    public static Digest digest(ContainerRequestContext request) {
        return (Digest) requireNonNull(request.getProperty(DIGEST), "the body was not read yet");
    }

    /** Whether an ordinary body was read to its end; one of another kind is read by its resource. */
    static boolean wasRead(ContainerRequestContext request) {
        return request.getProperty(DIGEST) != null;
    }

    private static Digest digest(ContainerRequestContext request, byte[] body) {
        MessageDigest digester = Digest.sha256();
        String head =
                request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath() + "\n";
        digester.update(head.getBytes(StandardCharsets.UTF_8));
        digester.update(body);
        return Digest.of(digester);
    }

    /** Many senders look for an answer only when all is sent: closing before that would lose it on its way to them. */
    private static void discard(InputStream body) throws IOException {
        byte[] sink = new byte[16 << 10];
        long left = DISCARDED;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = body.read(sink);
        }
    }

    private static SlipwayException tooLarge(long limit) {
        return new SlipwayException(ErrorCode.PAYLOAD_TOO_LARGE, "the body is larger than " + limit + " bytes");
    }

    /** Refuses to read on beyond the limit. */
    private static final class Bounded extends FilterInputStream {
        private final long limit;
        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                discard(in);
                throw tooLarge(limit);
            }
        }
    }
}
