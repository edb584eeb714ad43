package dev.slipway.apiserver.token;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.NewToken;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.TokenView;
import dev.slipway.store.token.TokenFilter;
import dev.slipway.store.token.Tokens;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.jspecify.annotations.Nullable;

/** Own tokens of people, for scripts and CI systems that have no identity provider. */
@Path("/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
public final class TokenResource {
    private static final String EVERYBODY = "all";
    private static final int LONGEST_OWNER = 1_000;

    private final Tokens tokens;
    private final TokenDesk desk;
    private final Access access;

    public TokenResource(Tokens tokens, TokenDesk desk, Access access) {
        this.tokens = tokens;
        this.desk = desk;
        this.access = access;
    }

    /** A token that acts as its maker; shown once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewToken body, @Context ContainerRequestContext request, @Context SecurityContext security) {
        CreatedToken token = desk.create(request, Caller.of(security), body);
        return Response.status(201).entity(token).build();
    }

    /**
     * The caller's own, newest first; operators name another owner or ask for {@code all}. A token sees itself only.
     */
    @GET
    public Page<TokenView> list(
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        int size = Query.limit(limit);
        String asked = owner == null ? caller.principal() : owner;
        if (asked.isEmpty() || asked.length() > LONGEST_OWNER || asked.indexOf(0) >= 0) {
            throw Query.invalid("owner", "must be all or <issuer>#<subject>");
        }
        if (!asked.equals(caller.principal())) {
            access.requireTokensOfOthers(caller);
        }
        return tokens.list(new TokenFilter(asked.equals(EVERYBODY) ? null : asked, caller.ownToken()), size, next);
    }

    /** Ends a token at once and for good. */
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id, @Context SecurityContext security) {
        if (!id.matches("[a-z0-9]{12}")) {
            throw Access.missing();
        }
        desk.revoke(Caller.of(security), id);
        return Response.noContent().build();
    }
}
