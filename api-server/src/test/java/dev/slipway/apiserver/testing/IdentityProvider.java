package dev.slipway.apiserver.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.identity.IssuerSettings;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An identity provider whose keys are served over HTTP and whose tokens may say anything. */
public final class IdentityProvider implements AutoCloseable {
    public static final String AUDIENCE = "slipway";
    private static final String KEY_ID = "key-1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final KeyPair keys;

    private IdentityProvider(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    public static IdentityProvider start() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] document = keySet((RSAPublicKey) keys.getPublic());
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        return new IdentityProvider(server, keys);
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public IssuerSettings settings() {
        return new IssuerSettings(
                issuer(), URI.create(issuer() + "/keys"), AUDIENCE, List.of("RS256"), "groups", "name");
    }

    /** A fresh, good token for ten minutes. */
    public String token(String subject, String... groups) {
        return signed(header(), claims(subject, groups));
    }

    public static ObjectNode header() {
        return ModelJson.mapper()
                .createObjectNode()
                .put("alg", "RS256")
                .put("typ", "JWT")
                .put("kid", KEY_ID);
    }

    /** Claims of a good token, to be spoiled. */
    public ObjectNode claims(String subject, String... groups) {
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = ModelJson.mapper()
                .createObjectNode()
                .put("iss", issuer())
                .put("aud", AUDIENCE)
                .put("sub", subject)
                .put("name", subject.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + subject.substring(1))
                .put("iat", now)
                .put("nbf", now - 1)
                .put("exp", now + 600)
                .put("jti", UUID.randomUUID().toString());
        claims.set("groups", ModelJson.mapper().valueToTree(List.of(groups)));
        return claims;
    }

    /** Signed with the provider's own key, whatever header and claims say. */
    public String signed(ObjectNode header, ObjectNode claims) {
        String text = text(header, claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with HMAC, the provider's public key as the secret: the classic confusion. */
    public String confused(ObjectNode claims) {
        String text = text(header().put("alg", "HS256"), claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not signed at all. */
    public static String unsigned(ObjectNode claims) {
        return text(header().put("alg", "none"), claims) + ".";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String text(ObjectNode header, ObjectNode claims) {
        return BASE64.encodeToString(ModelJson.write(header).getBytes(UTF_8))
                + "."
                + BASE64.encodeToString(ModelJson.write(claims).getBytes(UTF_8));
    }

    private static byte[] keySet(RSAPublicKey key) {
        ObjectNode jwk = ModelJson.mapper()
                .createObjectNode()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", KEY_ID)
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
        ObjectNode set = ModelJson.mapper().createObjectNode();
        set.putArray("keys").add(jwk);
        return ModelJson.write(set).getBytes(UTF_8);
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
