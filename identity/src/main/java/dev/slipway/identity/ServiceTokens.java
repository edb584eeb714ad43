package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ed25519;
import dev.slipway.model.ModelJson;
import dev.slipway.model.ServicePrincipals;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/** Signs tokens of {@link ServicePrincipals}; only the worker process is given the key file. */
public final class ServiceTokens {
    static final String AUDIENCE = "slipway-services";
    static final String TYPE = "slipway-service+jwt";
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;
    private final Clock clock;

    public ServiceTokens(PrivateKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** Reads the PEM file of the private key, see {@link KeyFiles#readPrivateKey}. */
    public static ServiceTokens of(Path privateKeyFile, Clock clock) {
        return new ServiceTokens(KeyFiles.readPrivateKey(privateKeyFile), clock);
    }

    /** A fresh token that lives 60 s and is good for one run. */
    public String sign(String subject) {
        ObjectNode header =
                ModelJson.mapper().createObjectNode().put("alg", "EdDSA").put("typ", TYPE);
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = ModelJson.mapper()
                .createObjectNode()
                .put("iss", ServicePrincipals.ISSUER)
                .put("sub", subject)
                .put("aud", AUDIENCE)
                .put("iat", now)
                .put("exp", now + LIFETIME.toSeconds())
                .put("jti", UUID.randomUUID().toString());
        String text = encode(header) + "." + encode(claims);
        return text + "." + BASE64.encodeToString(Ed25519.sign(key, text.getBytes(UTF_8)));
    }

    private static String encode(ObjectNode node) {
        return BASE64.encodeToString(ModelJson.write(node).getBytes(UTF_8));
    }
}
