package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.apiserver.testing.Api;
import dev.slipway.apiserver.testing.Landscape;
import dev.slipway.apiserver.testing.Reply;
import dev.slipway.model.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestProjects {
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
    void registeredProjectIsShownWithItsRevision() {
        Reply reply = api.get("/v1/projects/shop", api.developer());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.json().path("spec").path("description").asText()).isEqualTo("The shop");
    }

    @Test
    void newProjectHasItsBuildEnvironment() {
        Reply reply = api.get("/v1/projects/shop/environments/build", api.developer());

        assertThat(reply.json().path("spec").path("class").asText()).isEqualTo("build");
        assertThat(reply.json().path("spec").path("nodePool").asText()).isEqualTo("build");
    }

    @Test
    void changeNeedsTheRevisionThatWasSeen() {
        String path = "/v1/projects/shop/pipelines/storefront";
        String body = api.get(path, api.operator()).json().path("spec").toString();
        String file = """
                {"apiVersion": "slipway/v1", "kind": "PipelineRegistration", "metadata": {"name": "storefront",
                 "project": "shop"}, "spec": %s}""".formatted(body);

        assertThat(api.call("PUT", path, api.operator(), file).code()).isEqualTo(ErrorCode.PRECONDITION_REQUIRED);
        assertThat(api.call("PUT", path, api.operator(), file, "If-None-Match", "*")
                        .code())
                .isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(api.call("PUT", path, api.operator(), file, "If-Match", "\"99\"")
                        .code())
                .isEqualTo(ErrorCode.PRECONDITION_FAILED);
        assertThat(api.call("PUT", path, api.operator(), file, "If-Match", "1").code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        Reply changed = api.call("PUT", path, api.operator(), file, "If-Match", "\"1\"");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void everyProblemOfAFileIsToldWithItsPlace() {
        String file = """
                apiVersion: slipway/v1
                kind: Environment
                metadata: {name: staging, project: shop}
                spec:
                  class: stagin
                  nodePol: default
                """;
        Reply reply = api.call(
                "PUT",
                "/v1/projects/shop/environments/staging",
                api.operator(),
                file,
                "Content-Type",
                "application/yaml",
                "If-None-Match",
                "*");

        assertThat(reply.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(reply.json().path("problems"))
                .hasSizeGreaterThan(1)
                .allSatisfy(problem -> assertThat(problem.path("line").asInt()).isBetween(5, 6));
    }

    @Test
    void nameInFileAndAddressMustAgree() {
        String file = """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "other"}, "spec": {}}""";

        Reply reply = api.call("PUT", "/v1/projects/shop", api.operator(), file, "If-Match", "\"1\"");

        assertThat(reply.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    @Test
    void onlyOperatorsChangeWhatOperatorsOwn() {
        String file = """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "shop"}, "spec": {}}""";

        Reply reply = api.call("PUT", "/v1/projects/shop", api.developer(), file, "If-Match", "\"1\"");

        assertThat(reply.code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(reply.json().path("problems").get(0).path("fix").asText()).contains("operators");
        assertThat(api.value(
                        Boolean.class,
                        "select exists (select 1 from decision where question = 'apply' and not allowed)"))
                .isTrue();
    }

    @Test
    void foreignProjectLooksExactlyLikeAMissingOne() {
        String foreigner = api.identity().token("fred", "foreigners");
        String file = """
                {"apiVersion": "slipway/v1", "kind": "Project", "metadata": {"name": "foreign"}, "spec": {}}""";
        assertThat(api.call("PUT", "/v1/projects/foreign", foreigner, file, "If-None-Match", "*")
                        .status())
                .isEqualTo(201);

        String nobody = api.identity().token("nina");
        for (String path : new String[] {"", "/environments", "/environments/build", "/pipelines", "/secrets"}) {
            Reply foreign = api.get("/v1/projects/foreign" + path, api.developer());
            Reply missing = api.get("/v1/projects/missing" + path, nobody);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(missing.text());
        }
        Reply change = api.call("PUT", "/v1/projects/foreign", api.operator(), file, "If-Match", "\"1\"");
        assertThat(change.status()).isEqualTo(404);
        assertThat(api.get("/v1/projects", api.developer()).json().path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("shop");
        assertThat(api.get("/v1/projects", foreigner).json().path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("foreign");
    }

    @Test
    void secretsGoInAndNeverComeOut() {
        String path = "/v1/projects/shop/secrets/hook-key";

        assertThat(api.call("PUT", path, api.operator(), "{\"value\": \"aHVzaC1odXNo\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("PUT", path, api.operator(), "{\"value\": \"aHVzaC1odXNo\"}")
                        .header("ETag"))
                .isEqualTo("\"2\"");
        Reply list = api.get("/v1/projects/shop/secrets", api.developer());
        assertThat(list.json().path("items").get(0).path("revision").asLong()).isEqualTo(2);
        assertThat(list.text()).doesNotContain("aHVza").doesNotContain("hush");
        assertThat(api.call("PUT", path, api.operator(), "{\"value\": \"***\"}").code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.call("DELETE", path, api.developer(), null).code()).isEqualTo(ErrorCode.POLICY_DENIED);
        assertThat(api.call("DELETE", path, api.operator(), null).status()).isEqualTo(204);
        assertThat(api.call("DELETE", path, api.operator(), null).status()).isEqualTo(404);
    }

    @Test
    void listsGoOnAtTheCursor() {
        for (String name : new String[] {"a", "b", "c"}) {
            String file = """
                    {"apiVersion": "slipway/v1", "kind": "Environment", "metadata": {"name": "%s", "project": "shop"},
                     "spec": {"class": "preview"}}""".formatted(name);
            api.call("PUT", "/v1/projects/shop/environments/" + name, api.operator(), file, "If-None-Match", "*");
        }

        Reply first = api.get("/v1/projects/shop/environments?limit=2", api.developer());
        String next = first.json().path("next").asText();
        Reply second = api.get("/v1/projects/shop/environments?limit=3&next=" + next, api.developer());

        assertThat(first.json().path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("a", "b");
        assertThat(second.json().path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("build", "c", "production");
        assertThat(second.json().has("next")).isFalse();
        assertThat(api.get("/v1/projects/shop/environments?next=!", api.developer())
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(api.get("/v1/projects/shop/environments?limit=501", api.developer())
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }

    @Test
    void pipelineFileIsHeldAgainstTheGuardsOfItsEnvironments() {
        String file = """
                apiVersion: slipway/v1
                kind: Pipeline
                metadata: {name: storefront}
                spec:
                  stages:
                    - name: production
                      environment: production
                      approval: {minApprovals: 0, excludeInitiator: false}
                      jobs: [{name: web, file: web.yaml}]
                """;

        Reply reply = api.call(
                "POST",
                "/v1/validate?kind=Pipeline&project=shop&pipeline=storefront",
                api.developer(),
                file,
                "Content-Type",
                "application/yaml");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("problems"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.path("line").asInt()).isEqualTo(8));
        assertThat(api.call("POST", "/v1/validate?kind=Nonsense", api.developer(), "{}")
                        .code())
                .isEqualTo(ErrorCode.VALIDATION_FAILED);
    }
}
