package dev.slipway.model.files.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestNearMiss {
    private static final List<String> KNOWN = List.of("stages", "tasks", "triggers", "request", "respond");

    @ParameterizedTest
    @CsvSource({"taks,tasks", "task,tasks", "Stages,stages", "trigers,triggers", "reqeust,request", "STAGES,stages"})
    void findsWhatWasMeant(String written, String meant) {
        assertThat(NearMiss.of(written, KNOWN)).contains(meant);
    }

    @Test
    void doesNotGuessWhenNothingIsNear() {
        assertThat(NearMiss.of("kubernetes", KNOWN)).isEmpty();
        assertThat(NearMiss.of("x", KNOWN)).isEmpty();
        assertThat(NearMiss.of("tasks".repeat(1000), KNOWN)).isEmpty();
    }

    @Test
    void countsASwapAsOneSlip() {
        assertThat(NearMiss.distance("abcd", "abdc")).isEqualTo(1);
        assertThat(NearMiss.distance("", "abc")).isEqualTo(3);
        assertThat(NearMiss.distance("same", "same")).isZero();
    }

    @Test
    void namesTheChoicesWhenNoneIsNear() {
        assertThat(NearMiss.fix("zzz", List.of("b", "a"))).isEqualTo("there is a, b");
        assertThat(NearMiss.fix("zzz", List.of())).isNull();
    }
}
