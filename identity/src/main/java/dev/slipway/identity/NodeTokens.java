package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ed25519;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The tokens a node proves itself with: EdDSA JWTs of at most 60 s, signed by the node's own key. */
public final class NodeTokens {
    public static final String AUDIENCE = "slipway-nodes";
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String TYPE = "slipway-node+jwt";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private NodeTokens() {}

    /**
     * A node that proved itself.
     *
     * @param nodeId node whose key signed
     * @param tokenId unique per token
     * @param expiresAt end of validity
     */
    public record NodeIdentity(String nodeId, String tokenId, Instant expiresAt) {}

    /** Signs a fresh token; the agent's side. */
    public static String sign(String nodeId, PrivateKey key, Clock clock) {
        ObjectNode header =
                ModelJson.mapper().createObjectNode().put("alg", "EdDSA").put("typ", TYPE);
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = ModelJson.mapper()
                .createObjectNode()
                .put("iss", nodeId)
                .put("aud", AUDIENCE)
                .put("iat", now)
                .put("exp", now + LIFETIME.toSeconds())
                .put("jti", UUID.randomUUID().toString());
        String text = encode(header) + "." + encode(claims);
        return text + "." + BASE64.encodeToString(Ed25519.sign(key, text.getBytes(UTF_8)));
    }

    /**
     * Checks a token; the server's side.
     *
     * @param keys public key of a node id in the form of {@link KeyFiles#encode}, empty when there is no such node
     * @throws SlipwayException one of the TOKEN_ codes, or NODE_UNKNOWN
     */
    public static NodeIdentity check(String token, Function<String, Optional<String>> keys, Clock clock) {
        JsonParts parts = JsonParts.of(token);
        String algorithm = JsonParts.text(parts.header(), "alg");
        if (!algorithm.equals("EdDSA")) {
            throw new SlipwayException(ErrorCode.TOKEN_ALGORITHM_REFUSED, "node tokens are signed with EdDSA");
        }
        if (!TYPE.equals(parts.header().path("typ").textValue())
                || parts.header().has("crit")) {
            throw JsonParts.malformed("this is not a node token");
        }
        String nodeId = JsonParts.text(parts.claims(), "iss");
        String encoded = keys.apply(nodeId)
                .orElseThrow(() -> new SlipwayException(ErrorCode.NODE_UNKNOWN, "no such node is registered"));
        PublicKey key = KeyFiles.decode(encoded);
        if (!Ed25519.valid(key, parts.signedText().getBytes(UTF_8), parts.signature())) {
            throw new SlipwayException(ErrorCode.TOKEN_SIGNATURE_INVALID, "the token was not signed by this node");
        }
        return identity(nodeId, parts, clock);
    }

    private static NodeIdentity identity(String nodeId, JsonParts parts, Clock clock) {
        if (!AUDIENCE.equals(parts.claims().path("aud").textValue())) {
            throw new SlipwayException(ErrorCode.TOKEN_AUDIENCE_WRONG, "the token is not meant for node calls");
        }
        Instant issuedAt = TimeClaims.time(parts.claims(), "iat");
        Instant expiresAt = TimeClaims.check(parts.claims(), clock.instant());
        if (expiresAt.isAfter(issuedAt.plus(LIFETIME))) {
            throw JsonParts.malformed("a node token lives at most 60 s");
        }
        return new NodeIdentity(nodeId, JsonParts.text(parts.claims(), "jti"), expiresAt);
    }

    private static String encode(ObjectNode node) {
        return BASE64.encodeToString(ModelJson.write(node).getBytes(UTF_8));
    }
}
