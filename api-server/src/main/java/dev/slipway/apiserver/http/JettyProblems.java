package dev.slipway.apiserver.http;

import dev.slipway.model.ErrorCode;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Problem bodies for what fails before or outside of resources: bad addresses, too long headers, unknown methods. */
public final class JettyProblems extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int suggested,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        // A version or coding of HTTP we do not speak is the caller's to mend, not a failure of ours.
        int status = suggested == 501 || suggested == 505 ? 400 : suggested;
        ErrorCode code = Problems.code(status);
        String requestId = ResponseHeaders.requestId(request);
        byte[] body = Problems.bytes(Problems.body(code, status, detail(suggested), List.of(), requestId));
        ResponseHeaders.add(response.getHeaders(), requestId);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "nothing is there for you at this address";
            case 405 -> "this address does not know that method";
            case 408 -> "the request took too long to arrive";
            case 413 -> "the body is too large";
            case 414 -> "the address is too long";
            case 431 -> "the headers are too large";
            case 501, 505 -> "this version or coding of HTTP is not spoken here";
            default -> status >= 500 ? "something went wrong on our side" : "the request cannot be understood";
        };
    }
}
