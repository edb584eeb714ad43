package dev.slipway.apiserver.node;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.auth.Open;
import dev.slipway.apiserver.http.Query;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.SecretTokens;
import dev.slipway.model.Names;
import dev.slipway.model.api.JoinTokenView;
import dev.slipway.model.api.NodeApi.JoinAnswer;
import dev.slipway.model.api.NodeApi.JoinRequest;
import dev.slipway.model.api.NodeView;
import dev.slipway.model.api.Page;
import dev.slipway.store.Database;
import dev.slipway.store.node.JoinTokens;
import dev.slipway.store.node.Nodes;
import dev.slipway.store.view.Cursor;
import dev.slipway.store.view.Pages;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes as operators handle them, and how a machine becomes one. */
@Path("/v1/nodes")
@Produces(MediaType.APPLICATION_JSON)
public final class FleetResource {
    private final Database database;
    private final Access access;
    private final JoinTokenDesk tokens;

    public FleetResource(Database database, Access access, JoinTokenDesk tokens) {
        this.database = database;
        this.access = access;
        this.tokens = tokens;
    }

    /** By id; for those who may see some project. */
    @GET
    public Page<NodeView> nodes(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        int size = Query.limit(limit);
        String after = Cursor.text(next, "");
        if (access.readable(Caller.of(security), null).isEmpty()) {
            return new Page<>(List.of(), null);
        }
        List<NodeView> nodes = database.inTransaction(handle -> Nodes.list(handle, after, size + 1));
        return Pages.cut(nodes, size, node -> Cursor.of(node.id()));
    }

    /** A token that lets one machine join within ten minutes; shown once. */
    @POST
    @Path("join-tokens")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response joinToken(
            NewJoinToken body, @Context ContainerRequestContext request, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        String pool = Names.require("nodePool", body.nodePool() == null ? "" : body.nodePool());
        String datacenter = Names.require("datacenter", body.datacenter() == null ? "local" : body.datacenter());
        JoinTokenView token = tokens.create(request, caller, pool, datacenter);
        return Response.status(201).entity(token).build();
    }

    /** A machine becomes a node by a join token alone. */
    @Open
    @POST
    @Path("join")
    @Consumes(MediaType.APPLICATION_JSON)
    public JoinAnswer join(JoinRequest body) {
        if (body.token() == null || body.token().length() > 200) {
            throw Query.invalid("token", "is missing");
        }
        Names.require("name", body.name());
        if (body.publicKey() == null || body.publicKey().length() > 200) {
            throw Query.invalid("publicKey", "is missing");
        }
        KeyFiles.decode(body.publicKey());
        return database.inTransaction(
                handle -> JoinTokens.use(handle, SecretTokens.hash(body.token()).value(), body));
    }

    /**
     * @param nodePool pool the node will be in
     * @param datacenter {@code local} when absent
     */
    public record NewJoinToken(
            @Nullable String nodePool, @Nullable String datacenter) {}
}
