package dev.slipway.apiserver.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.identity.OwnToken;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.CredentialVerifier.VerifiedCredential;
import dev.slipway.store.token.StoredToken;
import dev.slipway.store.token.TokenUse;
import dev.slipway.store.token.Tokens;
import java.util.UUID;

/**
 * Lets holders of own tokens in, as the owners that made them. Each request looks the token up, so that an ended one is
 * refused at once.
 */
public final class TokenDoor {
    /** Compared with when there is no such token, so that both refusals take as long. */
    private static final String NOBODY = new OwnToken("", "").hash();

    private final Tokens tokens;
    private final TokenUse use;

    public TokenDoor(Tokens tokens, TokenUse use) {
        this.tokens = tokens;
        this.use = use;
    }

    /**
     * @throws SlipwayException TOKEN_MALFORMED before the database is asked; TOKEN_SIGNATURE_INVALID for an unknown id and
     *     for a wrong secret alike; TOKEN_REVOKED, TOKEN_EXPIRED only to who has the secret
     */
    Caller enter(String credential) {
        OwnToken shown = OwnToken.parse(credential);
        StoredToken stored = tokens.find(shown.id()).orElse(null);
        boolean right = shown.matches(stored == null ? NOBODY : stored.tokenHash());
        if (stored == null || !right) {
            throw new SlipwayException(ErrorCode.TOKEN_SIGNATURE_INVALID, "there is no such token");
        }
        requireLive(stored);
        use.used(stored.id());
        return new Caller(credential(stored, shown), stored.id());
    }

    /** Whether the token would be let in now. */
    boolean live(String id) {
        return tokens.find(id)
                .filter(stored -> !stored.revoked() && !stored.expired())
                .isPresent();
    }

    private static void requireLive(StoredToken stored) {
        if (stored.revoked()) {
            throw new SlipwayException(ErrorCode.TOKEN_REVOKED, "the token was revoked");
        }
        if (stored.expired()) {
            throw new SlipwayException(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
    }

    /** Its id differs with each request, because one token starts many runs. */
    private static VerifiedCredential credential(StoredToken stored, OwnToken shown) {
        ObjectNode claims = ModelJson.mapper().createObjectNode();
        ObjectNode token = claims.putObject("token").put("id", stored.id()).put("name", stored.name());
        token.set("permissions", ModelJson.mapper().valueToTree(stored.scope().permissions()));
        if (stored.scope().projects() != null) {
            token.set("projects", ModelJson.mapper().valueToTree(stored.scope().projects()));
        }
        return new VerifiedCredential(
                stored.owner().issuer(),
                stored.owner().subject(),
                stored.owner().name(),
                stored.scope().groups(),
                "token/" + stored.id() + "/" + UUID.randomUUID(),
                Digest.of(shown.text()),
                stored.expiresAt(),
                claims);
    }
}
