package dev.slipway.apiserver.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.glassfish.jersey.server.ParamException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a request ran into into a problem body that says what to mend and nothing about our insides. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    private @Nullable HttpHeaders headers;

    @Override
    public Response toResponse(Throwable failure) {
        Fault fault = fault(failure);
        String requestId = requestId();
        if (fault.status >= 500 && fault.code == ErrorCode.INTERNAL_ERROR) {
            LOG.error("request {} failed", requestId, failure);
        }
        Response.ResponseBuilder response = Response.status(fault.status)
                .type(Problems.MEDIA_TYPE)
                .entity(Problems.bytes(
                        Problems.body(fault.code, fault.status, fault.detail, fault.problems, requestId)));
        if (fault.status == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (failure instanceof NotAllowedException refused) {
            response.header(HttpHeaders.ALLOW, refused.getResponse().getHeaderString(HttpHeaders.ALLOW));
        }
        if (fault.status == 413) {
            // The rest of a huge body is never read, so nothing else can follow on this connection.
            response.header("Connection", "close");
        }
        if (fault.code.retryable() && fault.status == 503) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.build();
    }

    private @Nullable String requestId() {
        return headers == null ? null : headers.getHeaderString(ResponseHeaders.REQUEST_ID);
    }

    private static Fault fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SlipwayException known) {
                return known(known);
            }
        }
        return switch (failure) {
            case ParamException parameter -> {
                Problem problem = Problem.of(String.valueOf(parameter.getParameterName()), "is not usable");
                yield new Fault(ErrorCode.VALIDATION_FAILED, 400, "a parameter is not usable", List.of(problem));
            }
            case WebApplicationException web -> ofStatus(web.getResponse().getStatus());
            case JacksonException json -> json(json);
            case EofException gone -> malformed("the connection ended before the request was complete");
            default -> deeper(failure);
        };
    }

    private static Fault deeper(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http && http.getCode() < 500) {
                return ofStatus(http.getCode());
            }
            if (cause instanceof SQLException sql) {
                return database(sql);
            }
        }
        return new Fault(ErrorCode.INTERNAL_ERROR, 500, "something went wrong on our side", List.of());
    }

    private static Fault known(SlipwayException known) {
        return new Fault(known.code(), known.code().httpStatus(), String.valueOf(known.getMessage()), known.problems());
    }

    private static Fault ofStatus(int status) {
        ErrorCode code = Problems.code(status);
        String detail = switch (code) {
            case NOT_FOUND -> "nothing is there for you at this address";
            case METHOD_NOT_ALLOWED -> "this address does not know that method";
            case NOT_ACCEPTABLE -> "this address has no answer of an accepted type";
            case UNSUPPORTED_MEDIA_TYPE -> "the body is of a type this address does not read";
            default -> "the request cannot be understood";
        };
        return new Fault(code, status, detail, List.of());
    }

    private static Fault json(JacksonException failure) {
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            String path = mapping.getPath().stream()
                    .map(reference -> reference.getFieldName() == null
                            ? String.valueOf(reference.getIndex())
                            : reference.getFieldName())
                    .collect(Collectors.joining("/", "/", ""));
            return new Fault(
                    ErrorCode.MALFORMED_BODY,
                    400,
                    "a field has a value of the wrong kind",
                    List.of(Problem.of(path, "cannot be read")));
        }
        if (failure instanceof JsonProcessingException parsing && parsing.getLocation() != null) {
            int line = Math.max(0, parsing.getLocation().getLineNr());
            int column = Math.max(0, parsing.getLocation().getColumnNr());
            Problem problem = new Problem("", line, column, "is not JSON as it is asked for here", null);
            return new Fault(ErrorCode.MALFORMED_BODY, 400, "the body cannot be read", List.of(problem));
        }
        return malformed("the body cannot be read");
    }

    private static Fault malformed(String detail) {
        return new Fault(ErrorCode.MALFORMED_BODY, 400, detail, List.of());
    }

    // The first two characters of an SQL state are its class: 22 is bad data, 08 and 57 a lost server, 53 no resources.
    private static Fault database(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        LOG.warn("database refused a statement, state {}: {}", state, failure.getMessage());
        if (state.startsWith("22") || state.equals("23514")) {
            return new Fault(ErrorCode.VALIDATION_FAILED, 400, "a value cannot be stored", List.of());
        }
        if (state.startsWith("23")) {
            return new Fault(ErrorCode.CONFLICT, 409, "something else was stored meanwhile", List.of());
        }
        boolean lost =
                state.startsWith("08") || state.startsWith("57") || state.startsWith("53") || state.startsWith("40");
        return lost || failure instanceof java.sql.SQLTransientException
                ? new Fault(ErrorCode.UNAVAILABLE, 503, "the database is not available", List.of())
                : new Fault(ErrorCode.INTERNAL_ERROR, 500, "something went wrong on our side", List.of());
    }

    private record Fault(ErrorCode code, int status, String detail, List<Problem> problems) {}
}
