package dev.slipway.apiserver.node;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.ByNode;
import dev.slipway.apiserver.http.LargeBody;
import dev.slipway.apiserver.http.Query;
import dev.slipway.apiserver.resource.ArtifactResource;
import dev.slipway.apiserver.stream.Hub;
import dev.slipway.apiserver.stream.LogFollow;
import dev.slipway.model.Digest;
import dev.slipway.model.Names;
import dev.slipway.model.api.NodeApi.LogAnswer;
import dev.slipway.model.api.NodeApi.RegisterRequest;
import dev.slipway.model.api.NodeApi.SecretsAnswer;
import dev.slipway.model.api.NodeApi.SyncHeader;
import dev.slipway.model.api.NodeApi.SyncReply;
import dev.slipway.model.api.NodeApi.SyncRequest;
import dev.slipway.model.api.NodeApi.UpdateAnswer;
import dev.slipway.model.api.NodeApi.UpdateBatch;
import dev.slipway.model.spi.ArtifactStore;
import dev.slipway.model.spi.LogStore;
import dev.slipway.store.Database;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.view.ArtifactViews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a joined node asks and tells. */
@ByNode
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
public final class NodeResource {
    private static final int LARGEST_LOG = 4 << 20;
    private static final long LARGEST_ARTIFACT = 2L << 30;

    private final Database database;
    private final NodeDesk desk;
    private final ArtifactStore artifacts;
    private final ArtifactViews artifactViews;
    private final LogStore logs;
    private final SecretRelease secrets;
    private final Hub hub;

    public NodeResource(
            Database database, NodeDesk desk, ArtifactStore artifacts, LogStore logs, SecretRelease secrets, Hub hub) {
        this.database = database;
        this.desk = desk;
        this.artifacts = artifacts;
        this.artifactViews = new ArtifactViews(database);
        this.logs = logs;
        this.secrets = secrets;
        this.hub = hub;
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public SyncHeader register(@PathParam("id") String id, RegisterRequest facts) {
        if (facts.cpu() < 0 || facts.memoryBytes() < 0) {
            throw Query.invalid("cpu", "and memoryBytes must not be negative");
        }
        return database.inTransaction(handle -> Nodes.register(handle, id, facts, desk.timing()));
    }

    /** Held until there is news or the heartbeat is due. */
    @POST
    @Path("{id}/sync")
    @Consumes(MediaType.APPLICATION_JSON)
    public SyncReply sync(@PathParam("id") String id, SyncRequest request) {
        return desk.sync(id, request);
    }

    @POST
    @Path("{id}/updates")
    @Consumes(MediaType.APPLICATION_JSON)
    public UpdateAnswer update(@PathParam("id") String id, UpdateBatch batch) {
        return database.inTransaction(handle -> Nodes.applyUpdates(handle, id, batch));
    }

    /** Values of the secrets an allocation names, while it is wanted on this node; each release is an event. */
    @GET
    @Path("{id}/allocations/{allocation}/secrets")
    public SecretsAnswer secrets(@PathParam("id") String id, @PathParam("allocation") String allocation) {
        return secrets.release(id, uuid(allocation));
    }

    @PUT
    @Path("{id}/logs/{allocation}/{task}/{stream}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @LargeBody(LARGEST_LOG)
    public LogAnswer appendLog(
            @PathParam("id") String id,
            @PathParam("allocation") String allocation,
            @PathParam("task") String task,
            @PathParam("stream") String stream,
            @QueryParam("offset") @Nullable String offset,
            InputStream body)
            throws IOException {
        long from = Query.number("offset", offset, 0, 0, Long.MAX_VALUE / 2);
        UUID known = uuid(allocation);
        Names.require("task", task);
        byte[] bytes = body.readAllBytes();
        if (!database.inTransaction(handle -> Nodes.owns(handle, id, known))) {
            throw Access.missing();
        }
        long next = logs.append(known.toString(), task, stream, from, bytes);
        hub.wake(LogFollow.Source.key(known.toString(), task, stream));
        return new LogAnswer(next);
    }

    @PUT
    @Path("{id}/artifacts/{digest}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @LargeBody(LARGEST_ARTIFACT)
    public Response putArtifact(@PathParam("id") String id, @PathParam("digest") String digest, InputStream body)
            throws IOException {
        artifacts.put(new Digest(digest), body);
        return Response.noContent().build();
    }

    /** Content that something to run on this node needs; anything else is not there for it. */
    @GET
    @Path("{id}/artifacts/{digest}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response getArtifact(@PathParam("id") String id, @PathParam("digest") String digest) throws IOException {
        Digest wanted = new Digest(digest);
        if (!artifactViews.neededBy(id, wanted)) {
            throw Access.missing();
        }
        return ArtifactResource.content(artifacts, wanted);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Access.missing();
        }
    }
}
