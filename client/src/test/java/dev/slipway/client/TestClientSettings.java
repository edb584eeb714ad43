package dev.slipway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.SlipwayException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestClientSettings {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7400",
                "http://127.3.2.1",
                "http://localhost:7400",
                "http://shop.localhost",
                "http://[::1]:7400",
                "https://slipway.example.org"
            })
    void aTokenGoesOverTlsOrStaysOnTheMachine(String address) {
        assertThat(ClientSettings.anonymous(URI.create(address)).baseUrl()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://slipway.example.org",
                "http://127.evil.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "http://10.0.0.1",
                "ftp://127.0.0.1",
                "slipway.example.org"
            })
    void itGoesNowhereElse(String address) {
        assertThatThrownBy(() -> ClientSettings.anonymous(URI.create(address)))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining(address);
    }
}
