package dev.slipway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestSecretTokens {
    @Test
    void tokensCarryTheirKindAndNeverRepeat() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String token = SecretTokens.random("join");
            assertThat(token).matches("slipway_join_[A-Za-z0-9_-]{43}");
            assertThat(seen.add(token)).isTrue();
        }
    }

    @Test
    void onlyTheHashIsStored() {
        String token = SecretTokens.random("state");
        String stored = SecretTokens.hash(token).value();
        assertThat(stored).matches("sha256:[0-9a-f]{64}");
        assertThat(SecretTokens.matches(token, stored)).isTrue();
        assertThat(SecretTokens.matches(stored, stored)).isFalse();
        assertThat(SecretTokens.matches(SecretTokens.random("state"), stored)).isFalse();
        assertThat(SecretTokens.matches(token, "")).isFalse();
    }
}
