package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.workflows.api.RunInput;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestRuns {
    private static final String RUNS = "/v1/projects/shop/pipelines/storefront/runs";

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
    void aPushIsStoredWithTheCommitBeforeIt() {
        String before = "b".repeat(40);
        RunView pushed = pushed(Map.of("before", before)).as(RunView.class);
        RunView fresh = pushed(Map.of("before", "0".repeat(40))).as(RunView.class);
        RunView silent = pushed(Map.of()).as(RunView.class);

        assertThat(List.of(pushed, fresh, silent)).extracting(RunView::trigger).containsOnly(RunTrigger.PUSH);
        assertThat(api.value(String.class, "select push_before from run where id = ?", pushed.id()))
                .isEqualTo(before);
        assertThat(api.value(
                        Long.class,
                        "select count(*) from run where push_before is null and id in (?, ?)",
                        fresh.id(),
                        silent.id()))
                .isEqualTo(2);
        assertThat(pushed(Map.of("before", "B".repeat(40))).status()).isEqualTo(400);
        assertThat(pushed(Map.of("before", "main")).status()).isEqualTo(400);
        assertThat(pushed(Map.of("before", 7)).status()).isEqualTo(400);
        assertThat(pushed("yes").status()).isEqualTo(400);
    }

    @Test
    void aScheduleStartsItsPipelineOncePerKeyAndSeesNothing() {
        Map<String, Object> body = Map.of("ref", "refs/heads/main", "commit", Landscape.COMMIT);
        String key = "schedule/shop/storefront/0-2026-11-24T03:00:00Z";

        Reply first = api.post(RUNS, api.schedule("shop", "storefront"), body, key);
        Reply again = api.post(RUNS, api.schedule("shop", "storefront"), body, key);

        RunView run = first.as(RunView.class);
        assertThat(first.status()).isEqualTo(202);
        assertThat(again.as(RunView.class).id()).isEqualTo(run.id());
        assertThat(run.trigger()).isEqualTo(RunTrigger.SCHEDULE);
        assertThat(run.principalName()).isEqualTo("schedule/shop/storefront");
        assertThat(api.value(String.class, "select principal from run where id = ?", run.id()))
                .isEqualTo("slipway#schedule/shop/storefront");
        assertThat(api.value(String.class, "select groups::text from receipt where run_id = ?", run.id()))
                .isEqualTo("[\"slipway:schedules\"]");
        String mine = api.schedule("shop", "storefront");
        assertThat(api.get("/v1/runs/shop/storefront/" + run.number(), mine).status())
                .isEqualTo(404);
        assertThat(api.get("/v1/projects/shop", mine).status()).isEqualTo(404);
        assertThat(api.post("/v1/runs/shop/storefront/" + run.number() + "/actions", mine, Map.of("kind", "cancel"))
                        .status())
                .isEqualTo(404);
        assertThat(api.post(RUNS, api.schedule("shop", "other"), body).status()).isEqualTo(404);
        assertThat(api.post(RUNS, api.schedule("other", "storefront"), body).status())
                .isEqualTo(404);
    }

    private static Reply pushed(Object push) {
        return api.post(
                RUNS, api.developer(), Map.of("ref", "refs/heads/main", "commit", Landscape.COMMIT, "push", push));
    }

    @Test
    void acceptedRunIsThereWithReceiptDecisionMessageAndEvent() {
        Map<String, Object> body = Map.of(
                "ref",
                "refs/heads/main",
                "commit",
                Landscape.COMMIT,
                "artifacts",
                List.of(Map.of("name", "site", "uri", "https://ci/site", "digest", "sha256:" + "a".repeat(64))));

        Reply reply = api.post(RUNS, api.developer(), body);

        RunView run = reply.as(RunView.class);
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.header("Location")).isEqualTo("/v1/runs/shop/storefront/" + run.number());
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.trigger()).isEqualTo(RunTrigger.REQUEST);
        assertThat(run.temporalUrl()).endsWith("/workflows/run%2Fshop%2Fstorefront%2F" + run.number());
        JsonNode message = api.json("select payload from outbox where target = ?", run.id());
        assertThat(message.path("workflowType").asText()).isEqualTo("PipelineRunWorkflow");
        assertThat(ModelJson.read(message.path("input").toString(), RunInput.class))
                .isEqualTo(new RunInput("shop", "storefront", run.number(), 1, false, null, null));
        assertThat(api.value(String.class, "select key from outbox where target = ?", run.id()))
                .isEqualTo("start/" + run.id() + "/1");
        assertThat(api.value(String.class, "select subject from receipt where run_id = ?", run.id()))
                .isEqualTo("dora");
        assertThat(api.value(String.class, "select type from event_intake where subject = ?", run.id()))
                .isEqualTo("run.accepted");
        RunDetail detail = api.get("/v1/runs/shop/storefront/" + run.number(), api.developer())
                .as(RunDetail.class);
        assertThat(detail.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.question()).isEqualTo("trigger");
            assertThat(decision.allowed()).isTrue();
        });
        assertThat(detail.artifacts())
                .singleElement()
                .satisfies(artifact -> assertThat(artifact.origin()).isEqualTo("trigger"));
    }

    @Test
    void repeatGetsTheFirstAnswerAndNoSecondRun() {
        Reply first = api.post(RUNS, api.developer(), Landscape.start(), "key-1");
        long runs = api.count("run");

        Reply again = api.post(RUNS, api.developer(), Landscape.start(), "key-1");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(api.count("run")).isEqualTo(runs);
    }

    @Test
    void keyIsGoodForOneRequestOfOnePrincipal() {
        api.post(RUNS, api.developer(), Landscape.start(), "key-2");
        Map<String, Object> other = Map.of("ref", "refs/heads/other", "commit", Landscape.COMMIT);

        assertThat(api.post(RUNS, api.developer(), other, "key-2").code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(api.post(RUNS, api.lead(), Landscape.start(), "key-2").status())
                .isEqualTo(202);
    }

    @Test
    void parallelRepeatsMakeOneRun() throws Exception {
        String token = api.developer();
        long before = api.count("run");
        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> replies = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> api.post(RUNS, token, Landscape.start(), "key-3")))
                    .toList();
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().status()).as(reply.get().text()).isEqualTo(202);
                ids.add(reply.get().json().path("id").asText());
            }
        }

        assertThat(ids).hasSize(1);
        assertThat(api.count("run")).isEqualTo(before + 1);
    }

    @Test
    void postWithoutKeyIsRefused() {
        Reply reply = api.call("POST", RUNS, api.developer(), Landscape.start());

        assertThat(reply.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_MISSING);
    }

    @Test
    void everyProblemOfARequestIsTold() {
        Reply reply = api.post(RUNS, api.developer(), Map.of("ref", "main", "commit", "HEAD"));

        assertThat(reply.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(reply.json().path("problems"))
                .extracting(problem -> problem.path("field").asText())
                .containsExactly("ref", "commit");
    }

    @Test
    void policyDecidesWhoStartsRunsAndTheDenialIsStored() {
        long runs = api.count("run");

        Reply reply = api.post(RUNS, api.identity().token("anna", "auditors"), Landscape.start());

        assertThat(reply.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(reply.json().path("problems").get(0).path("field").asText()).contains("trigger.group");
        assertThat(api.count("run")).isEqualTo(runs);
        assertThat(api.value(Long.class, "select count(*) from decision where question = 'trigger' and not allowed"))
                .isEqualTo(1);
    }

    @Test
    void foreignAndMissingPipelinesAndRunsAreTheSame() {
        String nobody = api.identity().token("nina");

        assertThat(api.post(RUNS, nobody, Landscape.start()).status()).isEqualTo(404);
        assertThat(api.post("/v1/projects/shop/pipelines/none/runs", api.developer(), Landscape.start())
                        .status())
                .isEqualTo(404);
        Landscape.run(api);
        assertThat(api.get("/v1/runs/shop/storefront/1", nobody).status()).isEqualTo(404);
        assertThat(api.get("/v1/runs/shop/storefront/999", api.developer()).status())
                .isEqualTo(404);
        assertThat(api.get("/v1/runs", nobody).json().path("items")).isEmpty();
        assertThat(api.get("/v1/runs?project=shop", nobody).json().path("items"))
                .isEmpty();
    }

    @Test
    void listIsNewestFirstAndGoesOnAtTheCursor() {
        for (int i = 0; i < 3; i++) {
            Landscape.run(api);
        }

        JsonNode first = api.get("/v1/runs?project=shop&pipeline=storefront&state=queued&limit=2", api.developer())
                .json();
        JsonNode second = api.get(
                        "/v1/runs?limit=500&next=" + first.path("next").asText(), api.developer())
                .json();

        long last = first.path("items").get(1).path("number").asLong();
        assertThat(first.path("items").get(0).path("number").asLong()).isGreaterThan(last);
        assertThat(second.path("items"))
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.path("number").asLong()).isLessThan(last));
        assertThat(api.get("/v1/runs?state=lost", api.developer()).code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.get("/v1/runs?state=failed", api.developer()).json().path("items"))
                .isEmpty();
    }
}
