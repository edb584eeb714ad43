package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestProblem {
    @Test
    void rendersAsCompilersDo() {
        assertThat(new Problem("/a", 3, 5, "is wrong", "mend it").render("f"))
                .isEqualTo("f:3:5: /a: is wrong; mend it");
        assertThat(Problem.of("", "is wrong").render("f")).isEqualTo("f: is wrong");
        assertThat(new Problem("", 1, 1, "m", null).render("f")).isEqualTo("f:1:1: m");
    }

    @Test
    void hasNoNegativePlace() {
        assertThatThrownBy(() -> new Problem("", -1, 0, "m", null)).isInstanceOf(IllegalArgumentException.class);
    }
}
