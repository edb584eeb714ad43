package dev.slipway.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.client.testing.Seen;
import dev.slipway.model.ModelJson;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestApply {
    private static final String PROJECT = "apiVersion: slipway/v1\nkind: Project\nmetadata: {name: shop}\n";
    private static final String STAGING = """
            apiVersion: slipway/v1
            kind: Environment
            metadata: {name: staging, project: shop}
            spec: {class: staging}
            """;
    private static final String PIPELINE = """
            apiVersion: slipway/v1
            kind: PipelineRegistration
            metadata: {name: web, project: shop}
            spec: {repository: "https://git.example/web.git"}
            """;

    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        edge.close();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private static Answer resource(String kind, String name, long revision) {
        return Answer.json(new Resource(
                kind, name, revision, ModelJson.mapper().createObjectNode().put("at", revision)));
    }

    @Test
    void registersWhatOthersReferToFirstAndTellsWhatChanged() throws IOException {
        edge.on("PUT", "/v1/projects/shop", request -> resource("Project", "shop", 1));
        edge.on("GET", "/v1/projects/shop/environments/staging", request -> resource("Environment", "staging", 4));
        edge.on("PUT", "/v1/projects/shop/environments/staging", request -> resource("Environment", "staging", 5));
        edge.on("GET", "/v1/projects/shop/pipelines/web", request -> resource("Pipeline", "web", 2));
        edge.on("PUT", "/v1/projects/shop/pipelines/web", request -> resource("Pipeline", "web", 2));

        Ended ended = shell.run(
                "apply", "-f", file("p.yaml", PIPELINE), file("s.yaml", STAGING), "-f", file("shop.yaml", PROJECT));

        assertThat(ended.code()).isZero();
        assertThat(ended.lines())
                .containsExactly(
                        "project shop created, revision 1",
                        "environment shop/staging changed, revision 5",
                        "pipeline shop/web unchanged, revision 2");
        List<Seen> puts = edge.seen("PUT", ".*");
        assertThat(puts.get(0).header("If-None-Match")).contains("*");
        assertThat(puts.get(1).header("If-Match")).contains("\"4\"");
        assertThat(puts.get(1).text()).isEqualTo(STAGING);
        assertThat(puts.get(1).header("Content-Type")).contains("application/yaml");
    }

    @Test
    void asJsonTheRecordsOfTheApiComeOneALine() {
        edge.on("PUT", "/v1/projects/shop", request -> resource("Project", "shop", 1));

        Ended ended = shell.typing(PROJECT).run("apply", "-f", "-", "--json");

        assertThat(ended.lines()).hasSize(1);
        assertThat(ended.json().path("revision").asLong()).isEqualTo(1);
    }

    @Test
    void oneInvalidFileMeansThatNothingIsApplied() throws IOException {
        String bad = file("bad.yaml", STAGING.replace("class: staging", "clas: staging"));

        Ended ended = shell.run("apply", "-f", file("shop.yaml", PROJECT), "-f", bad);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(bad + ":4:8: ").contains("1 of 2 files are invalid; nothing was applied");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void filesOfApplicationsBelongIntoTheirRepository() {
        Ended ended = shell.typing("""
                        apiVersion: slipway/v1
                        kind: Pipeline
                        metadata: {name: web}
                        spec: {stages: [{name: a, environment: a, jobs: [{name: w, file: ./w.yaml}]}]}
                        """).run("apply", "-f", "-");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("is a Pipeline file").contains("nothing was applied");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void whatTheServerRefusesIsToldAtItsPlaceInTheFile() throws IOException {
        String file = file("shop.yaml", PROJECT);
        edge.on(
                "PUT",
                "/v1/projects/shop",
                request -> Answer.problem(
                        403,
                        "POLICY_DENIED",
                        "policy says no",
                        Map.of("field", "operators.only", "message", "you are no operator", "fix", "ask one")));

        Ended ended = shell.run("apply", "-f", file);

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains(file).contains("you are no operator").contains("ask one");
    }

    @Test
    void whatIsRegisteredIsListedAndShown() {
        Resource staging = new Resource(
                "Environment",
                "staging",
                3,
                ModelJson.mapper().createObjectNode().put("class", "staging\u001b[2J"));
        edge.on("GET", "/v1/projects/shop/environments", request -> Answer.json(new Page<>(List.of(staging), null)));
        edge.on("GET", "/v1/projects/shop/environments/staging", request -> Answer.json(staging));
        edge.on("GET", "/v1/projects", request -> Answer.json(new Page<>(List.of(), null)));

        assertThat(shell.run("environment", "list", "--project", "shop").lines())
                .containsExactly("NAME     REVISION", "staging  3");
        assertThat(shell.run("environment", "show", "staging", "--project", "shop")
                        .out())
                .contains("environment shop/staging, revision 3")
                .contains("\"class\" : \"staging")
                .doesNotContain("\u001b");
        assertThat(shell.run("environment", "show", "staging", "--project", "shop", "--json")
                        .json()
                        .toString())
                .isEqualTo(ModelJson.write(staging));
        assertThat(shell.run("project", "list").code()).isZero();
        assertThat(shell.run("project", "show", "shop").code()).isEqualTo(3);
        assertThat(shell.run("pipeline", "show", "web", "--project", "shop").code())
                .isEqualTo(3);
    }
}
