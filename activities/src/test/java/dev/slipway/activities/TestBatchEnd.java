package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TestBatchEnd {
    @Test
    void aBadEndIsToldByItsCode() {
        assertThat(code("timed out: ran longer than its limit of PT5S")).isEqualTo("TASK_TIMEOUT");
        assertThat(code("task main: timed out: ran longer than its limit of PT5S"))
                .isEqualTo("TASK_TIMEOUT");
        assertThat(code("ARTIFACT_MISSING: the output site was not found at dist/site.tar.gz"))
                .isEqualTo("ARTIFACT_MISSING");
        assertThat(code("exit code 3")).isEqualTo("TASK_FAILED");
        assertThat(code("no artifact of this name in a text of a program")).isEqualTo("TASK_FAILED");
    }

    private static String code(String text) {
        return new BatchEnd(false, text).code();
    }
}
