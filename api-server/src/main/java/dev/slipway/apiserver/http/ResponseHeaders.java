package dev.slipway.apiserver.http;

import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Headers every answer carries: an id of the request, and what keeps browsers from doing harm. */
public final class ResponseHeaders extends Handler.Wrapper {
    /** Names the request towards people and logs; also set on the request itself, so that every layer finds it. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = requestId(request);
        add(response.getHeaders(), id);
        if (request.isSecure()) {
            response.getHeaders().put("Strict-Transport-Security", "max-age=31536000");
        }
        HttpFields headers =
                HttpFields.build(request.getHeaders()).put(REQUEST_ID, id).asImmutable();
        return super.handle(
                new Request.Wrapper(request) {
                    @Override
                    public HttpFields getHeaders() {
                        return headers;
                    }
                },
                response,
                callback);
    }

    // What a caller sends is not taken over: ids in our logs are ours.
    static String requestId(Request request) {
        Object known = request.getAttribute(REQUEST_ID);
        if (known instanceof String id) {
            return id;
        }
        String id = UUID.randomUUID().toString();
        request.setAttribute(REQUEST_ID, id);
        return id;
    }

    static void add(HttpFields.Mutable headers, String requestId) {
        headers.put(REQUEST_ID, requestId);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
    }
}
