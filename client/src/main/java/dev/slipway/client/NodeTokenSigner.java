package dev.slipway.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.slipway.model.ModelJson;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Signs a fresh EdDSA JWT of 60 s with a node's key, one per call. */
public final class NodeTokenSigner implements Supplier<Optional<String>> {
    private static final int LIFETIME_SECONDS = 60;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encode("{\"alg\":\"EdDSA\",\"typ\":\"slipway-node+jwt\"}");
    private final String nodeId;
    private final PrivateKey key;
    private final Clock clock;

    public NodeTokenSigner(String nodeId, PrivateKey key, Clock clock) {
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.key = requireNonNull(key, "key is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public Optional<String> get() {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", nodeId);
        claims.put("aud", "slipway-nodes");
        claims.put("iat", now);
        claims.put("exp", now + LIFETIME_SECONDS);
        claims.put("jti", UUID.randomUUID().toString());
        String text = HEADER + "." + encode(ModelJson.write(claims));
        return Optional.of(text + "." + BASE64.encodeToString(sign(text.getBytes(UTF_8))));
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with this Ed25519 key", e);
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }
}
