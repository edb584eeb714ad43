package dev.slipway.identity;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.Loopback;
import dev.slipway.model.ServicePrincipals;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * One identity provider whose tokens are accepted.
 *
 * @param issuer exact value of {@code iss}; must not contain {@code #}, which separates issuer and subject in a principal
 * @param jwksUrl where its keys are; plain http only on loopback
 * @param audience value that must be in {@code aud}
 * @param algorithms subset of RS256, ES256, EdDSA; all three when absent
 * @param groupsClaim claim with the groups, a dotted path reaches into objects; {@code groups} when absent
 * @param nameClaim claim with the name to show; {@code name} when absent
 */
public record IssuerSettings(
        String issuer, URI jwksUrl, String audience, List<String> algorithms, String groupsClaim, String nameClaim) {
    static final Set<String> ASYMMETRIC = Set.of("RS256", "ES256", "EdDSA");

    public IssuerSettings {
        requireNonNull(issuer, "issuer is null");
        requireNonNull(jwksUrl, "jwksUrl is null");
        requireNonNull(audience, "audience is null");
        algorithms = algorithms == null || algorithms.isEmpty() ? List.copyOf(ASYMMETRIC) : List.copyOf(algorithms);
        groupsClaim = groupsClaim == null ? "groups" : groupsClaim;
        nameClaim = nameClaim == null ? "name" : nameClaim;
        if (issuer.isBlank() || issuer.contains("#")) {
            throw new IllegalArgumentException("issuer must not be blank and must not contain #: " + issuer);
        }
        if (issuer.equals(ServicePrincipals.ISSUER)) {
            throw new IllegalArgumentException("issuer " + issuer + " is Slipway itself");
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("audience must not be blank for issuer " + issuer);
        }
        if (!ASYMMETRIC.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be among " + ASYMMETRIC + ": " + algorithms);
        }
        requireSafe(jwksUrl);
    }

    private static void requireSafe(URI url) {
        boolean named = url.getHost() != null;
        boolean encrypted = named && "https".equals(url.getScheme());
        boolean near = named && "http".equals(url.getScheme()) && Loopback.is(url.getHost());
        if (!encrypted && !near) {
            throw new IllegalArgumentException("jwksUrl must be https, or http on loopback: " + url);
        }
    }
}
