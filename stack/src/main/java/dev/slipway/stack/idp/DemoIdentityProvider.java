package dev.slipway.stack.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.slipway.stack.SecretFiles;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import no.nav.security.mock.oauth2.token.RequestMapping;
import no.nav.security.mock.oauth2.token.RequestMappingTokenCallback;

/**
 * A real OpenID provider with made-up people, for one machine: its key is made for this installation, it listens on
 * loopback, and a token costs the client secret of the one it is for.
 */
public final class DemoIdentityProvider implements AutoCloseable {
    /** Path segment and key id of the one issuer. */
    public static final String ISSUER = "demo";

    /** What tokens for Slipway carry as audience. */
    public static final String AUDIENCE = "slipway";

    private static final long TOKEN_SECONDS = 600;
    private static final int KEY_BITS = 2048;

    private final MockOAuth2Server server;

    /** Starts it. */
    public DemoIdentityProvider(SecretFiles secrets, int port) {
        KeyProvider keys = new KeyProvider(List.of(key(secrets)), "RS256");
        List<RequestMapping> mappings =
                DemoPerson.ALL.stream().map(DemoIdentityProvider::mapping).toList();
        this.server = new MockOAuth2Server(
                new OAuth2Config(
                        false,
                        null,
                        null,
                        false,
                        new OAuth2TokenProvider(keys),
                        Set.of(new RequestMappingTokenCallback(ISSUER, mappings, TOKEN_SECONDS))),
                new ClientSecretCheck(secrets));
        server.start(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        server.shutdown();
    }

    private static RequestMapping mapping(DemoPerson person) {
        Map<String, Object> claims = Map.of(
                "sub", person.name(),
                "aud", List.of(AUDIENCE),
                "name", person.title(),
                "groups", person.groups());
        return new RequestMapping("client_id", person.name(), claims, "JWT");
    }

    private static RSAKey key(SecretFiles secrets) {
        Path file = secrets.file("identity-provider-key", () -> generate().getBytes(StandardCharsets.UTF_8));
        try {
            return JWK.parse(secrets.read(file)).toRSAKey();
        } catch (ParseException e) {
            throw new IllegalStateException("not a key: " + file, e);
        }
    }

    private static String generate() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyID(ISSUER)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }
}
