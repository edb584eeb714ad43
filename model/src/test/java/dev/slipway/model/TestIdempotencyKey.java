package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestIdempotencyKey {
    private static final String RUN = "run/shop/storefront/7";

    @Test
    void namesWorkflowGenerationStageStepAndItem() {
        assertThat(new IdempotencyKey(RUN, 2, "staging", StepName.RESPOND, "scan"))
                .hasToString("run/shop/storefront/7/2/staging/respond/scan");
        assertThat(new IdempotencyKey(RUN, 1, null, StepName.COMMIT, null).value())
                .isEqualTo("run/shop/storefront/7/1/-/commit");
    }

    @Test
    void shortFormIsStableAndFitsNames() {
        String hash = IdempotencyKey.shortHash("abc");
        assertThat(hash).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
        assertThat(Names.require("job", "t-" + hash)).hasSize(34);
        assertThat(IdempotencyKey.shortHash("abd")).isNotEqualTo(hash);
    }

    @Test
    void generationsBeginAtOne() {
        assertThatThrownBy(() -> new IdempotencyKey(RUN, 0, null, StepName.COMMIT, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
