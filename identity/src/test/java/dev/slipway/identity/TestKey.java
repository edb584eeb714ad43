package dev.slipway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A key of an identity provider: signs tokens and shows its public half as a JWK, both by hand. */
record TestKey(String keyId, String algorithm, KeyPair pair) {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    static TestKey rsa(String keyId, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return new TestKey(keyId, "RS256", generator.generateKeyPair());
    }

    static TestKey elliptic(String keyId) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return new TestKey(keyId, "ES256", generator.generateKeyPair());
    }

    static TestKey edwards(String keyId) {
        return new TestKey(keyId, "EdDSA", KeyFiles.generate());
    }

    String header() {
        return "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
    }

    /** A token with this key's own header. */
    String token(String claims) throws GeneralSecurityException {
        return token(header(), claims);
    }

    /** A token whose header may say anything; the signature is always this key's. */
    String token(String header, String claims) throws GeneralSecurityException {
        String text = encode(header) + "." + encode(claims);
        return text + "." + BASE64.encodeToString(sign(text.getBytes(UTF_8)));
    }

    static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(UTF_8));
    }

    private byte[] sign(byte[] text) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case "RS256" -> "SHA256withRSA";
            case "ES256" -> "SHA256withECDSAinP1363Format";
            default -> "Ed25519";
        };
        Signature signature = Signature.getInstance(name);
        signature.initSign(pair.getPrivate());
        signature.update(text);
        return signature.sign();
    }

    ObjectNode jwk() {
        ObjectNode jwk = ModelJson.mapper()
                .createObjectNode()
                .put("kid", keyId)
                .put("use", "sig")
                .put("alg", algorithm);
        switch (algorithm) {
            case "RS256" -> {
                RSAPublicKey key = (RSAPublicKey) pair.getPublic();
                jwk.put("kty", "RSA").put("n", number(key.getModulus())).put("e", number(key.getPublicExponent()));
            }
            case "ES256" -> {
                ECPublicKey key = (ECPublicKey) pair.getPublic();
                jwk.put("kty", "EC").put("crv", "P-256");
                jwk.put("x", coordinate(key.getW().getAffineX()))
                        .put("y", coordinate(key.getW().getAffineY()));
            }
            default -> {
                byte[] der = pair.getPublic().getEncoded();
                byte[] raw = Arrays.copyOfRange(der, der.length - 32, der.length);
                jwk.put("kty", "OKP").put("crv", "Ed25519").put("x", BASE64.encodeToString(raw));
            }
        }
        return jwk;
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String coordinate(BigInteger value) {
        byte[] padded = new byte[32];
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return BASE64.encodeToString(padded);
    }
}
