package dev.slipway.cli.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestErrors {
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @AfterEach
    void close() {
        edge.close();
    }

    private Ended answered(Answer answer) {
        edge.on("GET", "/v1/runs/shop/web/7", request -> answer);
        Ended ended = shell.run("run", "show", "shop/web/7");
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("error: ").doesNotContain("\tat ").doesNotContain("Exception:");
        return ended;
    }

    @ParameterizedTest
    @CsvSource({
        "400, VALIDATION_FAILED, 1",
        "401, TOKEN_EXPIRED, 4",
        "403, POLICY_DENIED, 4",
        "404, NOT_FOUND, 3",
        "409, TRANSITION_REFUSED, 1",
        "413, PAYLOAD_TOO_LARGE, 1",
        "422, ARTIFACT_MISSING, 1",
        "428, PRECONDITION_REQUIRED, 1",
        "429, RATE_LIMITED, 5",
        "500, INTERNAL_ERROR, 5",
        "503, POLICY_UNAVAILABLE, 5"
    })
    void eachAnswerHasItsExitCodeAndTellsCodeReasonAndRequest(int status, String code, int exit) {
        Ended ended = answered(Answer.problem(status, code, "that did not go well"));

        assertThat(ended.code()).isEqualTo(exit);
        assertThat(ended.err()).contains("that did not go well [" + code + "]").contains("request id: req-7");
    }

    @Test
    void everyProblemIsToldWithItsFix() {
        Ended ended = answered(Answer.problem(
                403,
                "POLICY_DENIED",
                "2 rules say no",
                Map.of("field", "branch.protected", "message", "not on a protected branch", "fix", "merge first"),
                Map.of("field", "owner", "message", "you do not own shop", "line", 3, "column", 7)));

        assertThat(ended.err())
                .contains("  branch.protected: not on a protected branch")
                .contains("    fix: merge first")
                .contains("  3:7: owner: you do not own shop");
    }

    @Test
    void whoForgotTheTokenIsToldHowToGiveIt() {
        Ended ended = answered(Answer.problem(401, "TOKEN_MISSING", "send a token"));

        assertThat(ended.err()).contains("SLIPWAY_TOKEN").contains("--token-command");
    }

    @Test
    void anAnswerThatIsNotOursIsAServerThatCannotServe() {
        assertThat(answered(Answer.text(200, "<html>hello</html>")).code()).isEqualTo(5);
        assertThat(answered(Answer.text(200, "{\"run\": 5}")).code()).isEqualTo(5);
        assertThat(answered(Answer.text(200, "null")).code()).isEqualTo(5);
        assertThat(answered(Answer.empty(200)).code()).isEqualTo(5);
        assertThat(answered(Answer.text(502, "<html>Bad Gateway</html>")).code())
                .isEqualTo(5);
        assertThat(answered(Answer.text(302, "elsewhere")).code()).isEqualTo(5);
        assertThat(answered(new Answer.Short(1000, "{\"run".getBytes(UTF_8))).code())
                .isEqualTo(5);
    }

    @Test
    void aCodeOfANewerServerIsJudgedByItsStatus() {
        assertThat(answered(Answer.problem(403, "MOON_IS_FULL", "come back tomorrow"))
                        .code())
                .isEqualTo(4);
    }

    @Test
    void nobodyListeningIsUnavailable() {
        int port = edge.port();
        edge.close();

        Ended ended = shell.run("run", "show", "shop/web/7");

        assertThat(ended.code()).isEqualTo(5);
        assertThat(ended.err())
                .contains("no connection to http://127.0.0.1:" + port)
                .contains("[UNAVAILABLE]");
    }

    @Test
    void asJsonTheErrorIsAProblemBody() {
        edge.on(
                "GET",
                "/v1/runs/shop/web/7",
                request -> Answer.problem(409, "CONFLICT", "no", Map.of("field", "a", "message", "b")));

        Ended ended = shell.run("--json", "run", "show", "shop/web/7");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.errorJson().path("code").asText()).isEqualTo("CONFLICT");
        assertThat(ended.errorJson().path("requestId").asText()).isEqualTo("req-7");
        assertThat(ended.errorJson().path("problems").get(0).path("message").asText())
                .isEqualTo("b");
    }

    @Test
    void whatTheServerSaysCannotSteerTheTerminal() {
        assertThat(answered(Answer.problem(404, "NOT_FOUND", "gone\u001b[2Jaway\u0007"))
                        .err())
                .contains("gone [2Jaway ")
                .doesNotContain("\u001b");
    }
}
