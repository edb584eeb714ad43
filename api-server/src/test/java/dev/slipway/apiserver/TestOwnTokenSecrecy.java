package dev.slipway.apiserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.RawConnection;
import dev.slipway.apiserver.testing.RawConnection.Answer;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.OwnToken;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.CreatedToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is secret of a token stays with its holder, and what only looks like one breaks nothing. */
class TestOwnTokenSecrecy {
    private static final String RUNS = "/v1/projects/shop/pipelines/storefront/runs";

    private static Api api;
    private static ListAppender<ILoggingEvent> log;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
        log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        ((Logger) LoggerFactory.getLogger("dev.slipway")).setLevel(Level.TRACE);
    }

    @AfterAll
    static void stop() {
        api.close();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        ((Logger) LoggerFactory.getLogger("dev.slipway")).setLevel(null);
    }

    @Test
    void theSecretIsNowhereButInTheAnswerThatMadeIt() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> asked = Map.of("name", "planted", "permissions", List.of("read", "trigger", "action"));
        CreatedToken made = api.post("/v1/tokens", api.lead(), asked, key).as(CreatedToken.class);
        String token = made.token();
        List<Reply> replies = new ArrayList<>();
        Reply started = api.post(RUNS, token, Landscape.start());
        replies.add(started);
        String run = "/v1/runs" + started.json().path("id").asText().substring("run".length());
        replies.add(api.get(run, token));
        replies.add(api.post(run + "/actions", token, Map.of("kind", "cancel")));
        replies.add(api.post(run + "/actions", token, Map.of("kind", "approve", "stage", "x", "target", "sha256:1")));
        replies.add(api.post("/v1/tokens", token, asked));
        replies.add(api.get("/v1/tokens", token));
        replies.add(api.get("/v1/runs", token + "x"));
        replies.add(api.get("/v1/runs", token.replaceFirst("slw_....", "slw_aaaa")));
        replies.add(api.call("DELETE", "/v1/tokens/" + made.id(), api.lead(), null));
        replies.add(api.get("/v1/runs", token));

        assertThat(replies).extracting(Reply::status).contains(202, 403, 401, 204);
        String told = String.join("\n", replies.stream().map(Reply::text).toList());
        String logged = String.join(
                "\n",
                List.copyOf(log.list).stream()
                        .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
                        .toList());
        String stored = dump();
        assertThat(stored)
                .as("the search looks at the right places")
                .contains(made.id(), OwnToken.parse(token).hash());
        for (String needle : needles(token)) {
            assertThat(told).doesNotContain(needle);
            assertThat(logged).doesNotContain(needle);
            assertThat(stored).doesNotContain(needle);
        }
    }

    /** Servers remember headers of a connection; one that does so without regard to case lets this in. */
    @Test
    void aTokenInAnotherCaseIsNotTakenForTheOneBeforeItOnTheConnection() throws IOException {
        String good = api.post("/v1/tokens", api.developer(), Map.of("name", "case"))
                .as(CreatedToken.class)
                .token();
        String other = good.substring(0, 17) + good.substring(17).toUpperCase(Locale.ROOT);
        assertThat(other).isNotEqualTo(good);
        try (RawConnection connection = new RawConnection(api.port())) {
            for (int time = 0; time < 3; time++) {
                assertThat(connection.send(request(good.getBytes(ISO_8859_1))).status())
                        .isEqualTo(200);
                assertThat(connection.send(request(other.getBytes(ISO_8859_1))).status())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void whatOnlyLooksLikeATokenIsRefusedAndBreaksNothing() throws IOException {
        Random random = new Random(20_261_124);
        String good = api.post("/v1/tokens", api.developer(), Map.of("name", "good"))
                .as(CreatedToken.class)
                .token();
        RawConnection connection = new RawConnection(api.port());
        try {
            for (int i = 0; i < 2_000; i++) {
                byte[] credential = spoiled(good, random);
                Answer answer = connection.send(request(credential));
                assertThat(answer.status())
                        .as(() -> new String(credential, ISO_8859_1) + " → " + answer)
                        .isIn(400, 401);
                ErrorCode code =
                        ErrorCode.valueOf(ModelJson.read(answer.body(), com.fasterxml.jackson.databind.JsonNode.class)
                                .path("code")
                                .asText());
                assertThat(code.name()).matches("TOKEN_.*|MALFORMED_BODY");
                if (answer.closes()) {
                    connection.close();
                    connection = new RawConnection(api.port());
                }
            }
        } finally {
            connection.close();
        }
        assertThat(api.get("/v1/runs", good).status()).isEqualTo(200);
    }

    /** Flips, cuts, doubles, inserts; never the token itself. */
    private static byte[] spoiled(String good, Random random) {
        byte[] bytes = good.getBytes(ISO_8859_1);
        int place = 4 + random.nextInt(bytes.length - 4);
        String head = new String(bytes, 0, place, ISO_8859_1);
        String tail = new String(bytes, place, bytes.length - place, ISO_8859_1);
        char other = (char) (33 + random.nextInt(223));
        String spoiled = switch (random.nextInt(6)) {
            case 0 -> head + (other == tail.charAt(0) ? '!' : other) + tail.substring(1);
            case 1 -> head;
            case 2 -> head + other + tail;
            case 3 -> good + tail;
            case 4 -> OwnToken.random().text();
            default -> "slw_" + "x".repeat(random.nextInt(3000));
        };
        return spoiled.getBytes(ISO_8859_1);
    }

    private static byte[] request(byte[] credential) {
        String head = "GET /v1/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ";
        return (head + new String(credential, ISO_8859_1) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    private static List<String> needles(String token) {
        String secret = token.substring(token.length() - 43);
        byte[] bytes = Base64.getUrlDecoder().decode(secret);
        return List.of(
                token,
                secret,
                Base64.getEncoder().withoutPadding().encodeToString(token.getBytes(UTF_8)),
                Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)),
                HexFormat.of().formatHex(token.getBytes(UTF_8)),
                HexFormat.of().formatHex(bytes));
    }

    /** Every row of every table, as text. */
    private static String dump() {
        List<String> tables = api.database()
                .owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select table_name from information_schema.tables where table_schema = 'public'")
                        .mapTo(String.class)
                        .list());
        StringBuilder dump = new StringBuilder();
        for (String table : tables) {
            dump.append(
                    api.value(String.class, "select coalesce(string_agg(t::text, ' '), '') from \"" + table + "\" t"));
        }
        return dump.toString();
    }
}
