package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TestNames {
    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a-b", "storefront-2"})
    void acceptsNames(String name) {
        assertThat(Names.require("job", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"A", "a_b", "a/b", "a.b", "a b", "a\n", "\u00e9", "../a"})
    void refusesOthersAndNamesTheField(String name) {
        assertThatThrownBy(() -> Names.require("job", name))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.problems().getFirst().field()).isEqualTo("job"));
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(Names.require("job", "a".repeat(63))).hasSize(63);
        assertThatThrownBy(() -> Names.require("job", "a".repeat(64))).isInstanceOf(SlipwayException.class);
    }

    @Test
    void jobKeysGoBothWays() {
        JobKey key = new JobKey("shop", "production", "local", "storefront");
        assertThat(JobKey.of(key.text())).isEqualTo(key);
        assertThat(key.deploymentWorkflowId(3)).isEqualTo("deploy/shop/production/local/storefront/3");
        assertThatThrownBy(() -> JobKey.of("shop/production/storefront")).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> JobKey.of("shop//local/storefront")).isInstanceOf(SlipwayException.class);
    }
}
