package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Reason;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestAnswerReader {
    @Test
    void readsAnAllowWithItsWarnings() {
        String body = ScriptedServer.decision("""
                {"allow": true, "deny": [], "warn": [{"rule": "a.b", "message": "m"}], "revision": "r1", "more": 1}""");
        assertThat(AnswerReader.read(200, body))
                .isEqualTo(new PolicyAnswer.Allow("r1", List.of(new Reason("a.b", "m", ""))));
    }

    @Test
    void readsADenyWithItsReasons() {
        assertThat(AnswerReader.read(200, ScriptedServer.DENY))
                .isEqualTo(new PolicyAnswer.Deny("r2", List.of(new Reason("a.b", "no c", "use d"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "200 | {} | UNDEFINED",
                "200 | {\"warning\": {\"code\": \"api_usage_warning\"}} | UNDEFINED",
                "404 | {} | UNDEFINED",
                "401 | {} | REFUSED_CREDENTIAL",
                "403 | {} | REFUSED_CREDENTIAL",
                "500 | {} | SERVER_ERROR",
                "503 | {} | SERVER_ERROR",
                "302 | {} | MALFORMED",
                "400 | {} | MALFORMED",
                "200 | '' | MALFORMED",
                "200 | <html> | MALFORMED",
                "200 | [] | MALFORMED",
                "200 | null | MALFORMED",
                "200 | {\"result\": true} | MALFORMED",
                "200 | {\"result\": null} | MALFORMED",
                "200 | {\"result\": {\"allow\": \"true\", \"deny\": [], \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": true, \"deny\": [], \"warn\": []}} | MALFORMED",
                "200 | {\"result\": {\"allow\": true, \"deny\": [], \"warn\": [], \"revision\": \"\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": true, \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": true, \"deny\": {}, \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": false, \"deny\": [], \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": false, \"deny\": [\"no\"], \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": false, \"deny\": [], \"allow\": true, \"warn\": [], \"revision\": \"r\"}} | MALFORMED",
                "200 | {\"result\": {\"allow\": true, \"deny\": [], \"warn\": [], \"revision\": \"r\"}} {} | MALFORMED",
            })
    void whateverIsNoDecisionIsNoAnswer(int status, String body, Fault fault) {
        PolicyAnswer answer = AnswerReader.read(status, body);
        assertThat(answer).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.fault()).isEqualTo(fault);
            assertThat(unavailable.detail()).isNotBlank();
        });
    }

    @Test
    void anAllowThatDeniesIsNoAnswer() {
        String body = ScriptedServer.DENY.replace("\"allow\":false", "\"allow\":true");
        assertThat(AnswerReader.read(200, body)).isInstanceOf(Unavailable.class);
    }
}
