package dev.slipway.cli.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.show.Sizes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TestText {
    @Test
    void spansAreShortAndNeverNegative() {
        assertThat(Spans.text(Duration.ofMillis(420))).isEqualTo("0.4s");
        assertThat(Spans.text(Duration.ofMillis(9_999))).isEqualTo("9.9s");
        assertThat(Spans.text(Duration.ofSeconds(59))).isEqualTo("59s");
        assertThat(Spans.text(Duration.ofSeconds(185))).isEqualTo("3m05s");
        assertThat(Spans.text(Duration.ofMinutes(127))).isEqualTo("2h07m");
        assertThat(Spans.text(Duration.ofHours(76))).isEqualTo("3d04h");
        assertThat(Spans.text(Duration.ofSeconds(-5))).isEqualTo("0.0s");
        assertThat(Spans.between(null, null, Instant.EPOCH)).isEmpty();
        assertThat(Spans.ago(null, Instant.EPOCH)).isEmpty();
    }

    @Test
    void sizesHaveTheirUnit() {
        assertThat(Sizes.text(null)).isEmpty();
        assertThat(Sizes.text(0L)).isEqualTo("0B");
        assertThat(Sizes.text(1023L)).isEqualTo("1023B");
        assertThat(Sizes.text(1536L)).isEqualTo("1.5KiB");
        assertThat(Sizes.text(2L << 30)).isEqualTo("2GiB");
        assertThat(Sizes.text(Long.MAX_VALUE)).endsWith("TiB");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellWithOrWithoutColours() {
        Table table = Table.of("NAME", "STATE", "").row("a", new Cell("running", Colour.BUSY), "über");
        table.row("a long name", "up", "");

        assertThat(printed(table, false)).isEqualTo("""
                NAME         STATE
                a            running  über
                a long name  up
                """);
        assertThat(printed(table, true).replaceAll("\u001b\\[\\d+m", "").replaceAll(" +\n", "\n"))
                .isEqualTo(printed(table, false));
    }

    @Test
    void nothingATerminalWouldActOnIsLeft() {
        assertThat(Plain.line("a\u001b[31mb\r\nc\td\u0000e\u2028f\u200bg\u009bh\u007fi"))
                .isEqualTo("a [31mb c d e f g h i");
        assertThat(Plain.lines("a\n\tb\u001bc")).isEqualTo("a\n\tb c");
        assertThat(Plain.line("Ünïcödé ✓ 日本")).isEqualTo("Ünïcödé ✓ 日本");
    }

    private static String printed(Table table, boolean colours) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Output(new PrintStream(bytes, true, UTF_8), colours).table(table);
        return bytes.toString(UTF_8);
    }
}
