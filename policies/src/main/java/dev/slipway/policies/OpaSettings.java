package dev.slipway.policies;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Loopback;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where one OPA server is.
 *
 * @param name {@code internal} or {@code external}, as stored with each decision
 * @param url base address without a path; plain http only on loopback
 * @param tokenFile file with the bearer token, readable by its owner only
 */
public record OpaSettings(String name, URI url, Path tokenFile) {

    public OpaSettings {
        requireNonNull(name, "name is null");
        requireNonNull(url, "url is null");
        requireNonNull(tokenFile, "tokenFile is null");
        boolean named = url.getHost() != null;
        boolean encrypted = named && "https".equals(url.getScheme());
        boolean near = named && "http".equals(url.getScheme()) && Loopback.is(url.getHost());
        if (!encrypted && !near) {
            throw new IllegalArgumentException("the address of a policy engine must be https, or http on loopback");
        }
    }

    /** Address of the decision document; a failing builtin is an error there, never a rule that silently says nothing. */
    URI decisionUrl() {
        return url.resolve("/v1/data/slipway/decision?strict-builtin-errors=true");
    }
}
