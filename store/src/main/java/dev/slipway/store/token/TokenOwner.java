package dev.slipway.store.token;

/**
 * Who made a token and as whom it acts.
 *
 * @param issuer exact issuer of the identity the token was made with
 * @param subject unique within the issuer
 * @param name name to show
 */
public record TokenOwner(String issuer, String subject, String name) {
    /** {@code <issuer>#<subject>}. */
    public String principal() {
        return issuer + "#" + subject;
    }
}
