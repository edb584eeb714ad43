package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDigest {
    /** From FIPS 180-2, appendix B.1. */
    private static final String ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheSha256OfTheContent() {
        assertThat(Digest.of("abc")).hasToString(ABC);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8)).hex()).hasSize(64);
        MessageDigest digester = Digest.sha256();
        digester.update("ab".getBytes(StandardCharsets.UTF_8));
        digester.update("c".getBytes(StandardCharsets.UTF_8));
        assertThat(Digest.of(digester)).isEqualTo(new Digest(ABC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "ba7816bf",
                "sha256:BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha512:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad "
            })
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> new Digest(text)).isInstanceOf(SlipwayException.class);
    }

    @Test
    void isAPlainStringInJson() {
        assertThat(ModelJson.write(new Digest(ABC))).isEqualTo('"' + ABC + '"');
        assertThat(ModelJson.read('"' + ABC + '"', Digest.class)).isEqualTo(new Digest(ABC));
    }
}
