package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.identity.KeyFiles;
import dev.slipway.identity.ServiceTokens;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.StartRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestRunDesk {
    private static final StartRun RUN = StartRun.request("refs/heads/main", "a".repeat(40), false, List.of());
    private static final String KEY = "schedule/shop/web/0-2026-11-24T03:00:00Z";

    private final List<String> seen = new ArrayList<>();
    private HttpServer server;
    private RunDesk desk;
    private volatile int status = 202;
    private volatile String body = "{}";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        desk = new RunDesk(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                new ServiceTokens(KeyFiles.generate().getPrivate(), Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String token =
                    exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
            JsonNode claims = ModelJson.read(
                    new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8),
                    JsonNode.class);
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + claims.path("sub").asText() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private String ask() throws InterruptedException {
        return desk.ask("shop", "web", RUN, KEY);
    }

    @Test
    void asksInTheNameOfThePipelinesSchedules() throws Exception {
        body = "{\"id\": \"run/shop/web/7\", \"project\": \"shop\", \"state\": \"queued\"}";
        assertThat(ask()).isEqualTo("run/shop/web/7");
        assertThat(seen)
                .containsExactly("POST /v1/projects/shop/pipelines/web/runs " + KEY + " schedule/shop/web "
                        + ModelJson.write(RUN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|{\"code\": \"POLICY_DENIED\", \"detail\": \"no\", \"status\": 403}|POLICY_DENIED",
                "503|{\"code\": \"POLICY_UNAVAILABLE\", \"detail\": \"later\", \"status\": 503}|POLICY_UNAVAILABLE",
                "404|{\"code\": \"NOT_FOUND\", \"detail\": \"none\", \"status\": 404}|NOT_FOUND",
                "502|<html>|UNAVAILABLE",
                "500|{}|UNAVAILABLE",
                "500|{\"code\": \"NEW_CODE\"}|UNAVAILABLE",
                "500|null|UNAVAILABLE",
                "302|moved|UNAVAILABLE",
                "200|{}|UNAVAILABLE",
                "202|{}|UNAVAILABLE",
                "202|not json|UNAVAILABLE",
                "500|''|UNAVAILABLE",
            })
    void whatIsNoRunIsARefusalWithItsCodeOrAnotherTry(int answered, String text, ErrorCode code) {
        status = answered;
        body = text;
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
        assertThat(seen).hasSize(1);
    }

    @Test
    void anApiThatIsAwayIsTriedAgain() {
        server.stop(0);
        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
