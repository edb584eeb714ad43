package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCron {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "0 3 * * *",
                "*/15 8-18 * * mon-fri",
                "0,30 0/6 1 JAN,Jul *",
                "59 23 31 12 *",
                "0 0 29 2 *",
                "5-50/5 * 1-15,20 * *",
                "00 03 * * 0",
            })
    void acceptsWhatComesAgain(String expression) {
        assertThat(Cron.fault(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|has 0 fields",
                "* * * *|has 4 fields",
                "* * * * * *|has 6 fields",
                "0  3 * * * x|has 6 fields",
                "@daily|has 1 fields",
                "60 * * * *|as minute, which takes numbers from 0 to 59",
                "-1 * * * *|as minute",
                "* 24 * * *|as hour",
                "* * 0 * *|as day of month",
                "* * 32 * *|as day of month",
                "* * * 13 *|or names such as feb",
                "* * * mars *|as month",
                "* * * * 7|as day of week, which takes numbers from 0 to 6",
                "* * * * monday|as day of week",
                "* * * mon *|as month",
                "30-10 * * * *|as minute",
                "1-2-3 * * * *|as minute",
                "*/0 * * * *|as minute",
                "*/60 * * * *|as minute",
                "*/5/5 * * * *|as minute",
                "1, * * * *|as minute",
                ",1 * * * *|as minute",
                "1..5 * * * *|as minute",
                "? * * * *|as minute",
                "* * L * *|as day of month",
                "* * * * mon#2|as day of week",
                "1e1 * * * *|as minute",
                "\u0663 * * * *|as minute",
                "0 0 1 * mon|read in two ways",
                "0 0 31 2 *|never comes",
                "0 0 31 4,6,9,11 *|never comes",
                "0\t3 * * *|has 4 fields",
            })
    void refusesEverythingElseWithTheReason(String expression, String words) {
        assertThat(Cron.fault(expression))
                .hasValueSatisfying(fault -> assertThat(fault).contains(words));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 2 * * *|2026-03-28T00:00:00Z|2026-03-28T01:30:00Z 2026-03-30T00:30:00Z",
                "30 2 * * *|2026-10-24T12:00:00Z|2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
                "0 0 29 2 *|2096-03-01T00:00:00Z|2104-02-28T23:00:00Z 2108-02-28T23:00:00Z",
                "*/30 0 * * sun|2026-11-24T00:00:00Z|2026-11-28T23:00:00Z 2026-11-28T23:30:00Z",
                "0 12 1,15 jan,jul *|2026-01-01T11:00:00Z|2026-01-15T11:00:00Z 2026-07-01T10:00:00Z",
            })
    void comesNextByTheClockOfItsZone(String expression, String after, String next) {
        assertThat(Cron.of(expression).next(ZoneId.of("Europe/Oslo"), Instant.parse(after), 2))
                .map(Instant::toString)
                .isEqualTo(List.of(next.split(" ")));
    }

    @Test
    void whatIsNoExpressionHasNoNextTime() {
        assertThatThrownBy(() -> Cron.of("* * * *"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_FAILED));
    }

    @Test
    void shortensWhatItShows() {
        assertThat(Cron.fault("9".repeat(5_000) + " * * * *"))
                .hasValueSatisfying(fault -> assertThat(fault).hasSizeLessThan(250));
    }
}
