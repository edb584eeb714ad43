package dev.slipway.audit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param issuer who vouches for the subject: an identity provider, {@code slipway} for parts of the installation,
 *     {@code database} for somebody who came past the programs
 * @param subject immutable id at the issuer
 * @param address where the request came from; null when it came from no network
 */
public record Actor(String issuer, String subject, @Nullable String address) {
    public Actor {
        requireNonNull(issuer, "issuer is null");
        requireNonNull(subject, "subject is null");
    }
}
