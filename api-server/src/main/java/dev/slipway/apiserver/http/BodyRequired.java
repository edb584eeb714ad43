package dev.slipway.apiserver.http;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** A method that takes a body never sees null: an empty body or the word {@code null} is refused. */
public final class BodyRequired implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null) {
            throw new SlipwayException(ErrorCode.MALFORMED_BODY, "a body is needed here");
        }
        return body;
    }
}
