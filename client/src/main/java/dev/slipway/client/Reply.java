package dev.slipway.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.Page;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A successful answer with its whole body. */
record Reply(int status, HttpHeaders headers, byte[] body) {
    <T> T as(Class<T> type) {
        return read(ModelJson.mapper().constructType(type), type.getSimpleName());
    }

    <T> Page<T> asPageOf(Class<T> type) {
        JavaType page = ModelJson.mapper().getTypeFactory().constructParametricType(Page.class, type);
        return read(page, "page of " + type.getSimpleName());
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    private <T> T read(JavaType type, String what) {
        try {
            T value = ModelJson.mapper().readValue(body, type);
            if (value == null) {
                throw unreadable(what, "it is null", null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw unreadable(what, e.getOriginalMessage(), e);
        } catch (IOException | SlipwayException | NullPointerException | IllegalArgumentException e) {
            throw unreadable(what, String.valueOf(e.getMessage()), e);
        }
    }

    private ApiException unreadable(String what, String why, @Nullable Throwable cause) {
        return new ApiException(
                status,
                ErrorCode.UNAVAILABLE,
                "the server's answer is not a " + what + " (" + why + "); is this the address of a Slipway server?",
                List.of(),
                headers.firstValue("X-Request-Id").orElse(null),
                null,
                cause);
    }
}
