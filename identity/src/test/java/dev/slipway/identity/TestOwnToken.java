package dev.slipway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestOwnToken {
    private static final String ID = "abcdefgh0123";
    private static final String SECRET = "s".repeat(43);

    @Test
    void tokensNeverRepeatAndAreReadAgain() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            OwnToken token = OwnToken.random();
            assertThat(OwnToken.parse(token.text())).isEqualTo(token);
            assertThat(seen.add(token.id())).isTrue();
            assertThat(seen.add(token.text().substring(17))).isTrue();
        }
    }

    @Test
    void onlyTheWholeTokenMatchesItsHash() {
        OwnToken token = OwnToken.random();
        assertThat(token.matches(token.hash())).isTrue();
        assertThat(OwnToken.random().matches(token.hash())).isFalse();
        assertThat(token.matches(token.text())).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(token.hash()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void itsTextHidesTheSecret() {
        OwnToken token = OwnToken.parse("slw_" + ID + "_" + SECRET);
        assertThat(token).hasToString("slw_" + ID + "_***");
    }

    @Test
    void onlyThePrefixTellsThatItMeansToBeOne() {
        assertThat(OwnToken.claims("slw_")).isTrue();
        assertThat(OwnToken.claims("SLW_" + ID)).isFalse();
        assertThat(OwnToken.claims("eyJhbGciOiJSUzI1NiJ9.e30.x")).isFalse();
        assertThat(OwnToken.claims("slipway_join_x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slw_",
                "slw_" + ID,
                "slw_" + ID + "_",
                "slw_" + ID + "_ssss",
                "slw_ABCDEFGH0123_sssssssssssssssssssssssssssssssssssssssssss",
                "slw_abcdefgh012_ssssssssssssssssssssssssssssssssssssssssssss",
                "slw_" + ID + "_sssssssssssssssssssssssssssssssssssssssss=",
                "slw_" + ID + "_ssssssssssssssssssssssssssssssssssssssssss\n",
                "slw_" + ID + "_ssssssssssssssssssssssssssssssssssssssssss\u00e9"
            })
    void anyOtherFormIsMalformedAndNotRepeatedInTheRefusal(String text) {
        assertThatThrownBy(() -> OwnToken.parse(text)).isInstanceOfSatisfying(SlipwayException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.TOKEN_MALFORMED);
            assertThat(refused.getMessage()).doesNotContain("sss");
        });
    }
}
