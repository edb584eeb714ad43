package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestDataSize {
    @ParameterizedTest
    @CsvSource({"0B,0", "1B,1", "1KiB,1024", "256MiB,268435456", "2GiB,2147483648", "1TiB,1099511627776"})
    void readsUnits(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(DataSize.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "MiB", "1MB", "1mib", "-1MiB", "1.5GiB", "1 GiB", "999999999999TiB", "8388608TiB"})
    void refusesOtherUnitsAndWhatDoesNotFit(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(SlipwayException.class);
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(SlipwayException.class);
    }

    @Property(tries = 1000)
    void writesWhatItReads(@ForAll @LongRange(min = 0, max = 1L << 39) long bytes) {
        DataSize size = new DataSize(bytes);
        assertThat(DataSize.parse(size.text())).isEqualTo(size);
    }
}
