package dev.slipway.apiserver.auth;

import static java.util.Objects.requireNonNull;

import dev.slipway.identity.NodeTokens.NodeIdentity;
import dev.slipway.identity.OwnToken;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.CredentialVerifier;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without a credential, unless the resource says that it is open. */
@Priority(Priorities.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final CredentialVerifier verifier;
    private final TokenDoor ownTokens;
    private final NodeGuard nodes;

    @Context
    private @Nullable ResourceInfo resource;

    public AuthenticationFilter(CredentialVerifier verifier, TokenDoor ownTokens, NodeGuard nodes) {
        this.verifier = verifier;
        this.ownTokens = ownTokens;
        this.nodes = nodes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (marked(Open.class) || marked(ByStateToken.class)) {
            return;
        }
        String token = bearer(request.getHeaders().get(HttpHeaders.AUTHORIZATION));
        Principal principal = marked(ByNode.class) ? node(request, token) : caller(token);
        request.setSecurityContext(
                new Bearer(principal, request.getSecurityContext().isSecure()));
    }

    private Caller caller(String token) {
        return OwnToken.claims(token) ? ownTokens.enter(token) : new Caller(verifier.verify(token), null);
    }

    private Principal node(ContainerRequestContext request, String token) {
        NodeIdentity identity = nodes.check(token);
        String named = request.getUriInfo().getPathParameters().getFirst("id");
        if (!identity.nodeId().equals(named)) {
            throw new SlipwayException(ErrorCode.NOT_FOUND, "no such node");
        }
        return identity::nodeId;
    }

    private boolean marked(Class<? extends Annotation> mark) {
        ResourceInfo info = requireNonNull(resource);
        return info.getResourceMethod().isAnnotationPresent(mark)
                || info.getResourceClass().isAnnotationPresent(mark);
    }

    private static String bearer(@Nullable List<String> headers) {
        if (headers == null || headers.isEmpty()) {
            throw new SlipwayException(ErrorCode.TOKEN_MISSING, "send a token as Authorization: Bearer <token>");
        }
        String header = headers.getFirst();
        if (headers.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new SlipwayException(ErrorCode.TOKEN_MALFORMED, "send one Authorization header with a bearer token");
        }
        String token = header.substring(SCHEME.length()).strip();
        if (token.isEmpty()) {
            throw new SlipwayException(ErrorCode.TOKEN_MISSING, "the bearer token is empty");
        }
        return token;
    }

    /** The outcome of the check, for the resource. */
    private record Bearer(Principal principal, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return principal;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
