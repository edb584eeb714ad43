package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.IdentityProvider;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.identity.OwnToken;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.CreatedToken;
import dev.slipway.model.api.TokenView;
import dev.slipway.store.run.EventSequence;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestOwnTokens {
    private static final String TOKENS = "/v1/tokens";
    private static final String RUNS = "/v1/projects/shop/pipelines/storefront/runs";
    private static final String DIGEST = "sha256:" + "d".repeat(64);

    private static Api api;

    @BeforeAll
    static void start() {
        api = Api.start();
        Landscape.register(api);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void whatIsUsualIsReadingAndStartingForThirtyDaysAsItsOwner() {
        CreatedToken token = make(api.developer(), Map.of("name", "nightly"));

        assertThat(token.token()).matches("slw_[a-z0-9]{12}_[A-Za-z0-9_-]{43}").contains(token.id());
        assertThat(token.groups()).containsExactly("developers");
        assertThat(token.projects()).isNull();
        assertThat(token.permissions()).extracting(Object::toString).containsExactly("READ", "TRIGGER");
        assertThat(token.expiresAt()).isCloseTo(Instant.now().plus(Duration.ofDays(30)), within(Duration.ofMinutes(5)));
        assertThat(api.get("/v1/projects/shop", token.token()).status()).isEqualTo(200);
        assertThat(token.toString()).doesNotContain(token.token());
    }

    @Test
    void oneTokenStartsManyRunsWhichAreItsOwners() {
        CreatedToken token = make(api.developer(), Map.of("name", "ci"));

        for (int i = 0; i < 3; i++) {
            Reply reply = api.post(RUNS, token.token(), Landscape.start());
            assertThat(reply.status()).as(reply.text()).isEqualTo(202);
            String run = reply.json().path("id").asText();
            assertThat(api.value(String.class, "select principal || ' ' || principal_name from run where id = ?", run))
                    .isEqualTo(api.identity().issuer() + "#dora Dora");
            JsonNode claims = api.json("select claims from receipt where run_id = ?", run);
            assertThat(claims.path("token").path("id").asText()).isEqualTo(token.id());
            assertThat(claims.path("token").path("permissions").toString()).isEqualTo("[\"read\",\"trigger\"]");
        }
    }

    @Test
    void everyRefusalHasItsCode() {
        CreatedToken good = make(api.developer(), Map.of("name", "good"));
        CreatedToken expired = make(api.developer(), Map.of("name", "expired"));
        api.execute(
                "update api_token set created_at = now() - interval '2 days', expires_at = now() - interval '1 second'"
                        + " where id = ?",
                expired.id());
        CreatedToken revoked = make(api.developer(), Map.of("name", "revoked"));
        assertThat(revoke(revoked.id(), api.developer()).status()).isEqualTo(204);
        String wrong = OwnToken.random().text();
        String wrongSecret = good.token().substring(0, 17) + wrong.substring(17);

        refused(expired.token(), ErrorCode.TOKEN_EXPIRED);
        refused(revoked.token(), ErrorCode.TOKEN_REVOKED);
        Reply unknown = refused(wrong, ErrorCode.TOKEN_SIGNATURE_INVALID);
        Reply guessed = refused(wrongSecret, ErrorCode.TOKEN_SIGNATURE_INVALID);
        assertThat(guessed.json().path("detail")).isEqualTo(unknown.json().path("detail"));
        for (String malformed :
                List.of("slw_", "slw_x", good.token() + "x", good.token().toUpperCase(Locale.ROOT), "slw_a.b.c")) {
            refused(malformed.replace("SLW_", "slw_"), ErrorCode.TOKEN_MALFORMED);
        }
    }

    @Test
    void revokedBetweenTwoRequestsOfOneConnectionIsRefused() {
        CreatedToken token = make(api.developer(), Map.of("name", "short"));
        assertThat(api.get("/v1/runs", token.token()).status()).isEqualTo(200);
        assertThat(revoke(token.id(), api.developer()).status()).isEqualTo(204);
        refused(token.token(), ErrorCode.TOKEN_REVOKED);
        assertThat(revoke(token.id(), api.developer()).status()).as("again").isEqualTo(204);
    }

    @Test
    void revokedWhileItFollowsEventsIsCutOff() throws Exception {
        CreatedToken token = make(api.developer(), Map.of("name", "follower"));
        try (InputStream body = api.open("/v1/events", token.token(), "text/event-stream")) {
            assertThat(revoke(token.id(), api.developer()).status()).isEqualTo(204);
            api.database().worker().useTransaction(handle -> EventSequence.advance(handle, 10_000));
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("retry: ");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            read,                       shop,    200, 403, 403, 403
            read trigger,               shop,    200, 202, 403, 403
            read action,                shop,    200, 403, 202, 403
            read apply,                 shop,    200, 403, 403, 200
            read trigger action apply,  shop,    200, 202, 202, 200
            read trigger action apply,  '',      200, 202, 202, 200
            read trigger action apply,  other,   404, 404, 404, 404""")
    void scopeDecidesWhatATokenDoes(String permissions, String projects, int read, int run, int cancel, int secret) {
        api.call("PUT", "/v1/projects/other", api.operator(), """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "other"}, "spec": {}}""", "If-None-Match", "*");
        Map<String, Object> asked = new HashMap<>(Map.of("name", "scope", "permissions", permissions.split(" ")));
        if (!projects.isEmpty()) {
            asked.put("projects", List.of(projects));
        }
        String token = make(api.operator(), asked).token();
        String actions = "/v1/runs" + Landscape.run(api).substring("run".length()) + "/actions";

        assertThat(api.get("/v1/projects/shop", token).status()).isEqualTo(read);
        assertThat(api.post(RUNS, token, Landscape.start()).status()).isEqualTo(run);
        assertThat(api.post(actions, token, Map.of("kind", "cancel")).status()).isEqualTo(cancel);
        assertThat(api.call("PUT", "/v1/projects/shop/secrets/key", token, Map.of("value", "aHVzaA=="))
                        .status())
                .isEqualTo(secret);
    }

    @Test
    void listsShowWhatTheTokenIsFor() {
        CreatedToken token = make(api.operator(), Map.of("name", "narrow", "projects", List.of("shop")));
        api.call("PUT", "/v1/projects/hidden", api.operator(), """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "hidden"}, "spec": {}}""", "If-None-Match", "*");
        assertThat(api.get("/v1/projects", token.token()).text())
                .contains("shop")
                .doesNotContain("hidden");
        assertThat(api.get("/v1/projects", api.operator()).text()).contains("hidden");
    }

    @Test
    void decisionsOfPeopleAreNotMadeWithATokenThoughItsOwnerMay() {
        String path = waitingRun(api.developer());
        String token = make(api.lead(), Map.of("name", "all", "permissions", List.of("read", "action")))
                .token();
        Map<String, Object> approve = Map.of("kind", "approve", "stage", "production", "target", DIGEST);

        Reply refused = api.post(path + "/actions", token, approve);

        assertThat(refused.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(refused.text()).contains("token.people-only");
        assertThat(api.post(path + "/actions", api.lead(), approve).status()).isEqualTo(202);
    }

    @Test
    void whoStartedARunByATokenDoesNotApproveIt() {
        String path = waitingRun(make(api.lead(), Map.of("name", "mine")).token());

        Reply refused = api.post(
                path + "/actions", api.lead(), Map.of("kind", "approve", "stage", "production", "target", DIGEST));

        assertThat(refused.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(refused.text()).contains("action.initiator");
    }

    @Test
    void aTokenMakesNoTokensEvenWithTheKeyOfARepeatedRequest() {
        Map<String, Object> asked =
                Map.of("name", "parent", "permissions", List.of("read", "trigger", "action", "apply"));
        String key = UUID.randomUUID().toString();
        String token = api.post(TOKENS, api.operator(), asked, key)
                .as(CreatedToken.class)
                .token();

        for (Reply refused : List.of(api.post(TOKENS, token, asked), api.post(TOKENS, token, asked, key))) {
            assertThat(refused.code()).isEqualTo(ErrorCode.POLICY_DENIED);
            assertThat(refused.text()).contains("token.people-only").doesNotContain("slw_");
        }
    }

    @Test
    void aTokenSeesAndEndsOnlyItself() {
        String owner = api.identity().token("solo", "developers");
        CreatedToken one = make(owner, Map.of("name", "one"));
        CreatedToken two = make(owner, Map.of("name", "two"));
        assertThat(ids(api.get(TOKENS, api.identity().token("solo", "developers"))))
                .containsExactly(two.id(), one.id());
        assertThat(ids(api.get(TOKENS, one.token()))).containsExactly(one.id());
        assertThat(revoke(two.id(), one.token()).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(revoke(one.id(), one.token()).status()).isEqualTo(204);
        refused(one.token(), ErrorCode.TOKEN_REVOKED);
    }

    @Test
    void theTokenOfAnotherPersonIsNotThere() {
        CreatedToken token = make(api.developer(), Map.of("name", "secret-name"));
        String stranger = api.identity().token("mallory", "developers");

        Reply foreign = revoke(token.id(), stranger);
        Reply missing = revoke("a".repeat(12), stranger);
        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.bytes()).isEqualTo(missing.bytes());
        assertThat(revoke("..", stranger).status()).isIn(404, 400, 405);
        assertThat(api.get(TOKENS, stranger).text()).isEqualTo("{\"items\":[]}");
        assertThat(api.get(TOKENS + "?owner=all", stranger).code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(api.get(TOKENS, token.token()).status()).isEqualTo(200);
    }

    @Test
    void operatorsSeeAndEndTokensOfOthers() {
        CreatedToken token = make(api.identity().token("gone", "developers"), Map.of("name", "left-behind"));
        String owner = (api.identity().issuer() + "#gone").replace("#", "%23");

        TokenView shown = api.get(TOKENS + "?owner=" + owner, api.operator())
                .json()
                .path("items")
                .valueStream()
                .map(item -> ModelJson.mapper().convertValue(item, TokenView.class))
                .findFirst()
                .orElseThrow();
        assertThat(shown.ownerName()).isEqualTo("Gone");
        assertThat(shown.state()).isEqualTo("active");
        assertThat(ids(api.get(TOKENS + "?owner=all&limit=500", api.operator())))
                .contains(token.id());
        assertThat(revoke(token.id(), api.operator()).status()).isEqualTo(204);
        refused(token.token(), ErrorCode.TOKEN_REVOKED);
        assertThat(api.value(String.class, "select revoked_by from api_token where id = ?", token.id()))
                .endsWith("#olga");
    }

    @Test
    void pagesOfTokensHoldEachOnce() {
        String owner = api.identity().token("many", "developers");
        List<String> made = List.of(
                make(owner, Map.of("name", "a")).id(),
                make(owner, Map.of("name", "b")).id(),
                make(owner, Map.of("name", "c")).id());
        Reply first = api.get(TOKENS + "?limit=2", owner);
        Reply second =
                api.get(TOKENS + "?limit=2&next=" + first.json().path("next").asText(), owner);
        assertThat(ids(first)).containsExactly(made.get(2), made.get(1));
        assertThat(ids(second)).containsExactly(made.get(0));
        assertThat(second.json().has("next")).isFalse();
    }

    @Test
    void theSameRequestAgainShowsTheSameToken() {
        String key = UUID.randomUUID().toString();
        Map<String, Object> asked = Map.of("name", "again");
        Reply first = api.post(TOKENS, api.developer(), asked, key);
        Reply second = api.post(TOKENS, api.developer(), asked, key);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(api.post(TOKENS, api.developer(), Map.of("name", "other"), key)
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(api.post(TOKENS, api.identity().token("eve", "developers"), asked, key)
                        .text())
                .doesNotContain(first.json().path("token").asText());
    }

    @Test
    void lastUseAppearsToTheMinute() {
        CreatedToken token = make(api.identity().token("used", "developers"), Map.of("name", "used"));
        assertThat(lastUse(token)).isNull();
        api.get("/v1/runs", token.token());

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (lastUse(token) == null && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        Instant used = lastUse(token);
        assertThat(used).isNotNull().isEqualTo(used.truncatedTo(ChronoUnit.MINUTES));
        assertThat(used).isCloseTo(Instant.now(), within(Duration.ofMinutes(3)));
    }

    @Test
    void everyBadFieldIsSaidAtOnceWithWhatToWrite() {
        Reply reply = api.post(
                TOKENS,
                api.developer(),
                Map.of(
                        "name", "No Name",
                        "expiresIn", "P400D",
                        "groups", List.of("developers", "operators"),
                        "projects", List.of("foreign"),
                        "permissions", List.of("trigger", "everything")));

        assertThat(reply.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        List<JsonNode> problems = reply.json().path("problems").valueStream().toList();
        assertThat(problems)
                .extracting(problem -> problem.path("field").asText())
                .containsExactly("name", "expiresIn", "groups", "projects", "permissions", "permissions");
        assertThat(problems)
                .allSatisfy(problem -> assertThat(problem.path("fix").asText()).isNotBlank());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {"name": null}
            {"name": ""}
            {"name": "x", "expiresIn": ""}
            {"name": "x", "expiresIn": "PT59M"}
            {"name": "x", "expiresIn": "P365DT1S"}
            {"name": "x", "expiresIn": "-P1D"}
            {"name": "x", "expiresIn": "P1M"}
            {"name": "x", "expiresIn": "PT9999999999999999999H"}
            {"name": "x", "expiresIn": "30d"}
            {"name": "x", "groups": []}
            {"name": "x", "groups": [null]}
            {"name": "x", "groups": ["\\u0000"]}
            {"name": "x", "projects": []}
            {"name": "x", "projects": ["no-such"]}
            {"name": "x", "projects": ["../x"]}
            {"name": "x", "permissions": ["READ"]}
            {"name": "x", "permissions": ["apply"]}""")
    void requestsThatMakeNoSenseAreRefused(String body) {
        long before = api.count("api_token");
        assertThat(api.post(TOKENS, api.developer(), body).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.count("api_token")).isEqualTo(before);
    }

    @Test
    void changeRequestsGetNoToken() {
        String code = api.identity()
                .signed(
                        IdentityProvider.header(),
                        api.identity().claims("fork", "ci").put("event_name", "pull_request"));
        Reply reply = api.post(TOKENS, code, Map.of("name", "escape"));
        assertThat(reply.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(reply.text()).contains("apply.change-request");
    }

    private static String waitingRun(String token) {
        String run = api.post(RUNS, token, Landscape.start()).json().path("id").asText();
        api.execute("""
                insert into wait (key, workflow_id, kind, detail) values (?, ?, 'approval',
                    jsonb_build_object('stage', 'production', 'digest', ?, 'required', 1))""", run + "/1/production/request/approval", run, DIGEST);
        api.execute("""
                insert into step_result (workflow_id, step, generation, result) values (?, 'commit', 1,
                    '{"plan": {"stages": [{"name": "production", "environment": "production"}]}}')""", run);
        return "/v1/runs" + run.substring("run".length());
    }

    private static CreatedToken make(String credential, Map<String, Object> asked) {
        Reply reply = api.post(TOKENS, credential, asked);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.as(CreatedToken.class);
    }

    private static Reply revoke(String id, String credential) {
        return api.call("DELETE", TOKENS + "/" + id, credential, null);
    }

    private static Reply refused(String token, ErrorCode code) {
        Reply reply = api.get("/v1/runs", token);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo(code);
        return reply;
    }

    private static @Nullable Instant lastUse(CreatedToken token) {
        return api.get(TOKENS, api.identity().token("used", "developers"))
                .json()
                .path("items")
                .valueStream()
                .map(item -> ModelJson.mapper().convertValue(item, TokenView.class))
                .filter(view -> view.id().equals(token.id()))
                .findFirst()
                .orElseThrow()
                .lastUsedAt();
    }

    private static List<String> ids(Reply page) {
        return page.json()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }
}
