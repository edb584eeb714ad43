package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.LargeBody;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.Digest;
import dev.slipway.model.api.ArtifactView;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.store.view.ArtifactViews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Content by its digest. Uploading tells nobody of it; whoever names the digest in a run makes it that project's. */
@Path("/v1/artifacts")
public final class ArtifactResource {
    static final long LARGEST = 2L << 30;

    private final ArtifactStore store;
    private final ArtifactViews views;
    private final Access access;

    public ArtifactResource(ArtifactStore store, ArtifactViews views, Access access) {
        this.store = store;
        this.views = views;
        this.access = access;
    }

    /** Stores content; the same content again is the same artifact, whatever the key. */
    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_JSON)
    @LargeBody(LARGEST)
    public Response upload(
            @QueryParam("name") @Nullable String name, InputStream body, @Context ContainerRequestContext request)
            throws IOException {
        Idempotent.key(request);
        String shown = name == null ? "artifact" : String.valueOf(Query.name("name", name));
        Digest digest = store.put(body);
        long size = store.size(digest).orElseThrow(Access::missing);
        return Response.status(201)
                .header("Location", "/v1/artifacts/" + digest)
                .entity(new ArtifactView(shown, digest.value(), "artifact:" + digest, size, "trigger"))
                .build();
    }

    @GET
    @Path("{digest}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response download(@PathParam("digest") String digest, @Context SecurityContext security) throws IOException {
        Caller caller = Caller.of(security);
        Digest wanted = new Digest(digest);
        if (views.projects(wanted).stream().noneMatch(project -> access.mayRead(caller, project))) {
            throw Access.missing();
        }
        return content(store, wanted);
    }

    /** Stored content as an answer; 404 when there is none. */
    public static Response content(ArtifactStore store, Digest digest) throws IOException {
        long size = store.size(digest).orElseThrow(Access::missing);
        InputStream content = store.open(digest).orElseThrow(Access::missing);
        return Response.ok(content, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Length", size)
                .build();
    }
}
