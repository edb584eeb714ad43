package dev.slipway.identity;

import static dev.slipway.identity.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ErrorCode;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TestNodeTokens {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final KeyPair pair = KeyFiles.generate();
    private final TestKey key = new TestKey("-", "EdDSA", pair);
    private final Function<String, Optional<String>> keys =
            id -> id.equals("node-1") ? Optional.of(KeyFiles.encode(pair.getPublic())) : Optional.empty();

    @Test
    void aNodeProvesItself() {
        String token = NodeTokens.sign("node-1", pair.getPrivate(), at(0));
        NodeTokens.NodeIdentity node = NodeTokens.check(token, keys, at(10));
        assertThat(node.nodeId()).isEqualTo("node-1");
        assertThat(node.expiresAt()).isEqualTo(NOW.plusSeconds(60));
        String next = NodeTokens.sign("node-1", pair.getPrivate(), at(0));
        assertThat(NodeTokens.check(next, keys, at(0)).tokenId()).isNotEqualTo(node.tokenId());
    }

    @Test
    void aTokenLivesAMinuteAndTheSkew() {
        String token = NodeTokens.sign("node-1", pair.getPrivate(), at(0));
        assertThat(NodeTokens.check(token, keys, at(119)).nodeId()).isEqualTo("node-1");
        assertRefused(ErrorCode.TOKEN_EXPIRED, () -> NodeTokens.check(token, keys, at(120)));
        assertThat(NodeTokens.check(token, keys, at(-60)).nodeId()).isEqualTo("node-1");
        assertRefused(ErrorCode.TOKEN_NOT_YET_VALID, () -> NodeTokens.check(token, keys, at(-61)));
    }

    @Test
    void aNodeThatIsNotRegisteredIsUnknown() {
        String token = NodeTokens.sign("node-2", pair.getPrivate(), at(0));
        assertRefused(ErrorCode.NODE_UNKNOWN, () -> NodeTokens.check(token, keys, at(0)));
    }

    @Test
    void anotherNodesKeyDoesNotSignForThisOne() {
        String token = NodeTokens.sign("node-1", KeyFiles.generate().getPrivate(), at(0));
        assertRefused(ErrorCode.TOKEN_SIGNATURE_INVALID, () -> NodeTokens.check(token, keys, at(0)));
    }

    @Test
    void tokensOfAnotherKindAreRefused() throws Exception {
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"slipway-node+jwt\"}";
        long now = NOW.getEpochSecond();
        String claims = "{\"iss\":\"node-1\",\"aud\":\"slipway-nodes\",\"iat\":" + now + ",\"exp\":" + (now + 60)
                + ",\"jti\":\"j\"}";
        assertThat(NodeTokens.check(key.token(header, claims), keys, at(0)).tokenId())
                .isEqualTo("j");
        refused(ErrorCode.TOKEN_MALFORMED, header.replace("slipway-node+jwt", "JWT"), claims);
        refused(ErrorCode.TOKEN_MALFORMED, header.replace("}", ",\"crit\":[\"x\"]}"), claims);
        refused(ErrorCode.TOKEN_ALGORITHM_REFUSED, header.replace("EdDSA", "none"), claims);
        refused(ErrorCode.TOKEN_ALGORITHM_REFUSED, header.replace("EdDSA", "HS256"), claims);
        refused(ErrorCode.TOKEN_AUDIENCE_WRONG, header, claims.replace("slipway-nodes", "slipway"));
        refused(ErrorCode.TOKEN_MALFORMED, header, claims.replace(String.valueOf(now + 60), String.valueOf(now + 61)));
        refused(ErrorCode.TOKEN_MALFORMED, header, claims.replace("\"iat\":" + now + ",", ""));
        refused(ErrorCode.TOKEN_MALFORMED, header, claims.replace(",\"jti\":\"j\"", ""));
        assertRefused(ErrorCode.TOKEN_MISSING, () -> NodeTokens.check("", keys, at(0)));
        assertRefused(ErrorCode.TOKEN_TOO_LARGE, () -> NodeTokens.check("x".repeat(20_000), keys, at(0)));
    }

    private void refused(ErrorCode code, String header, String claims) throws Exception {
        String token = key.token(header, claims);
        assertRefused(code, () -> NodeTokens.check(token, keys, at(0)));
    }

    private static Clock at(long seconds) {
        return Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC);
    }
}
