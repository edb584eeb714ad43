package dev.slipway.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.ModelJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TestRetention {
    @Test
    void isReadAsDurations() {
        String json = """
                {"evaluations": "1h", "messages": "168h", "events": "2160h", "allocations": "720h"}""";
        Retention read = ModelJson.read(json, Retention.class);
        assertThat(read)
                .isEqualTo(new Retention(
                        Duration.ofHours(1), Duration.ofDays(7), Duration.ofDays(90), Duration.ofDays(30)));
        assertThat(ModelJson.read(ModelJson.write(Retention.DEFAULT), Retention.class))
                .isEqualTo(Retention.DEFAULT);
    }

    @Test
    void isNeverShorterThanTheSchedulerLooksBack() {
        Duration day = Duration.ofDays(1);
        Duration brief = Duration.ofMinutes(59);
        assertThatThrownBy(() -> new Retention(brief, day, day, day)).hasMessageContaining("evaluations");
        assertThatThrownBy(() -> new Retention(day, brief, day, day)).hasMessageContaining("messages");
        assertThatThrownBy(() -> new Retention(day, day, brief, day)).hasMessageContaining("events");
        assertThatThrownBy(() -> new Retention(day, day, day, Duration.ZERO)).hasMessageContaining("allocations");
    }
}
