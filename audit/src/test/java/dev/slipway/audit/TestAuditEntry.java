package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestAuditEntry {
    @Test
    void anEntryHasOneSpelling() {
        AuditEntry entry = new AuditEntry(
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "action",
                new Actor("https://idp", "dora", "192.0.2.7"),
                "approve",
                "run/shop/web/7",
                "shop",
                "run/shop/web/7",
                "looks good",
                "abc",
                Map.of("plan", "sha256:2", "job", "sha256:1"),
                "accepted");
        assertThat(entry.canonical())
                .isEqualTo("{\"action\":\"approve\",\"actor\":{\"address\":\"192.0.2.7\",\"issuer\":\"https://idp\","
                        + "\"subject\":\"dora\"},\"decision\":\"abc\","
                        + "\"digests\":{\"job\":\"sha256:1\",\"plan\":\"sha256:2\"},\"kind\":\"action\","
                        + "\"outcome\":\"accepted\",\"project\":\"shop\",\"run\":\"run/shop/web/7\","
                        + "\"target\":\"run/shop/web/7\",\"time\":\"2026-01-02T03:04:05.678901Z\",\"v\":1,"
                        + "\"why\":\"looks good\"}");
    }

    @Test
    void nothingInAnEntryDrivesATerminalOrForgesALine() {
        String evil = "ok\r\n2026 root approved\u001b[2J\u0007\u007f\u009b31m\u202e\u2028\ud800end";
        assertThat(SafeText.of(evil))
                .isEqualTo("ok\u240d\u240a2026 root approved\u241b[2J\u2407\u2421\ufffd31m\ufffd\ufffd\ufffdend");
        assertThat(SafeText.of("Grüße, 世界 🚢")).isEqualTo("Grüße, 世界 🚢");
        AuditEntry entry = new AuditEntry(
                Instant.EPOCH,
                "k",
                new Actor(evil, evil, evil),
                evil,
                evil,
                evil,
                evil,
                evil,
                evil,
                Map.of("d", evil),
                evil);
        assertThat(entry.canonical().codePoints().filter(Character::isISOControl))
                .isEmpty();
    }

    @Test
    void longTextIsCutWhereACharacterEnds() {
        String safe = SafeText.of("x".repeat(SafeText.LONGEST - 1) + "🚢🚢");
        assertThat(safe).hasSize(SafeText.LONGEST + 2).endsWith("🚢\u2026");
    }

    @Test
    void namesAndTextsAreSpelledAsTheStandardSays() throws Exception {
        JsonNode value = ModelJson.mapper()
                .readTree("{\"\\u20ac\":\"Euro\",\"\\r\":1,\"\\ufb33\":true,\"1\":null,\"\\ud83d\\ude00\":[],"
                        + "\"\\u0080\":\"\\u000f\\n\\\"\\\\/\",\"\\u00f6\":{}}");
        assertThat(CanonicalJson.write(value))
                .isEqualTo("{\"\\r\":1,\"1\":null,\"\u0080\":\"\\u000f\\n\\\"\\\\/\",\"\u00f6\":{},"
                        + "\"\u20ac\":\"Euro\",\"\ud83d\ude00\":[],\"\ufb33\":true}");
    }

    @Test
    void whatHasNoSingleSpellingIsRefused() throws Exception {
        for (String text : new String[] {"1.5", "1e3", "9007199254740992", "123456789012345678901234567890"}) {
            JsonNode value = ModelJson.mapper().readTree(text);
            assertThatThrownBy(() -> CanonicalJson.write(value)).isInstanceOf(IllegalArgumentException.class);
        }
        JsonNode half = ModelJson.mapper().createArrayNode().add("\ud800");
        assertThatThrownBy(() -> CanonicalJson.write(half)).isInstanceOf(IllegalArgumentException.class);
    }
}
