package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestErrorCode {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void statusFitsTheCategory(ErrorCode code) {
        assertThat(code.httpStatus()).isBetween(400, 599);
        boolean ours = code.category() == ErrorCode.Category.INTERNAL;
        assertThat(code.httpStatus() == 500).isEqualTo(ours);
        if (code.category() == ErrorCode.Category.USER) {
            assertThat(code.retryable()).isFalse();
            assertThat(code.httpStatus()).isLessThan(500);
        }
    }
}
