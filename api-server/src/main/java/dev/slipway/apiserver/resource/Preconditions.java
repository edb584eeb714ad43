package dev.slipway.apiserver.resource;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.Resource;
import dev.slipway.store.door.Precondition;
import dev.slipway.store.door.Written;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Revisions as entity tags. */
final class Preconditions {
    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");

    private Preconditions() {}

    /**
     * @throws SlipwayException PRECONDITION_REQUIRED when neither header is there, VALIDATION_FAILED when one is not usable
     */
    static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifMatch == null && ifNoneMatch == null) {
            throw new SlipwayException(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "send If-None-Match: * to create, or If-Match with the revision you have seen to change");
        }
        if (ifMatch != null && ifNoneMatch == null) {
            Matcher tag = TAG.matcher(ifMatch);
            if (tag.matches()) {
                return new Precondition.Revision(Long.parseLong(tag.group(1)));
            }
        }
        if (ifMatch == null && "*".equals(ifNoneMatch)) {
            return new Precondition.Absent();
        }
        throw new SlipwayException(
                ErrorCode.VALIDATION_FAILED, "send either If-Match: \"<revision>\" or If-None-Match: *");
    }

    static Response response(Written written) {
        return tagged(Response.status(written.created() ? 201 : 200), written.resource());
    }

    static Response response(Resource resource) {
        return tagged(Response.ok(), resource);
    }

    private static Response tagged(Response.ResponseBuilder response, Resource resource) {
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .header("ETag", "\"" + resource.revision() + "\"")
                .entity(resource)
                .build();
    }
}
