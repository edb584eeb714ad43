package dev.slipway.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestValidate {
    private static final String GOOD = """
            apiVersion: slipway/v1
            kind: Pipeline
            metadata: {name: web}
            spec:
              stages:
                - name: staging
                  environment: staging
                  jobs: [{name: web, file: ./web.job.yaml}]
            """;
    private static final String BAD = """
            apiVersion: slipway/v1
            kind: Pipeline
            metadata: {name: Web}
            spec:
              stages:
                - name: staging
                  enviroment: staging
                  jobs: [{name: web, file: ./web.job.yaml}]
                  rollout: {strategy: rollling}
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

    @Test
    void aGoodFileIsValidWithoutAnyServer() throws IOException {
        String file = file("slipway.yaml", GOOD);

        Ended ended = shell.run("pipeline", "validate", file);

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo(file + ": valid Pipeline\n");
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void everyErrorIsToldAtOnceAsCompilersDo() throws IOException {
        String file = file("slipway.yaml", BAD);

        Ended ended = shell.run("pipeline", "validate", file);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.lines())
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(line -> line.matches(Pattern.quote(file) + ":\\d+:\\d+: .+"));
        assertThat(ended.out())
                .contains(file + ":3:18: /metadata/name")
                .contains(file + ":7:7: ")
                .contains("did you mean 'environment'?")
                .contains("did you mean 'rolling'?");
    }

    @Test
    void severalFilesAreAllChecked() throws IOException {
        String good = file("good.yaml", GOOD);
        String bad = file("bad.yaml", BAD);

        Ended ended = shell.run("pipeline", "validate", bad, good);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains(bad + ":3:18: ").contains(good + ": valid Pipeline");
    }

    @Test
    void asJsonEachFileHasItsProblems() throws IOException {
        Ended ended = shell.run("pipeline", "validate", "--json", file("bad.yaml", BAD));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.json().path("problems").size()).isGreaterThanOrEqualTo(3);
        assertThat(ended.json().path("problems").get(0).path("line").asInt()).isEqualTo(3);
    }

    @Test
    void aFileOfNoOrUnknownKindIsToldSo() {
        assertThat(shell.typing("kind: Pipline\n")
                        .run("pipeline", "validate", "-")
                        .out())
                .isEqualTo("(standard input):1:7: /kind: there is no kind 'Pipline'; did you mean 'Pipeline'?\n");
        assertThat(shell.typing("a: 1\n").run("pipeline", "validate", "-").out())
                .contains("does not say its kind");
        assertThat(shell.typing("- 1\n").run("pipeline", "validate", "-").code())
                .isEqualTo(1);
        assertThat(shell.typing("").run("pipeline", "validate", "-").code()).isEqualTo(1);
        assertThat(shell.typing("kind: [").run("pipeline", "validate", "-").out())
                .contains("(standard input):1:");
    }

    @Test
    void aFileThatCannotBeReadIsToldByName() {
        Ended missing =
                shell.run("pipeline", "validate", folder.resolve("none.yaml").toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no file " + folder.resolve("none.yaml"));

        Ended directory = shell.run("pipeline", "validate", folder.toString());
        assertThat(directory.code()).isEqualTo(1);
        assertThat(directory.err()).contains("is a folder");
    }

    @Test
    void withAProjectTheServerIsAskedAboutGuards() throws IOException {
        String file = file("slipway.yaml", GOOD);
        edge.on(
                "POST",
                "/v1/validate",
                request -> Answer.json(Map.of(
                        "problems",
                        List.of(Map.of(
                                "field",
                                "/spec/stages/0",
                                "line",
                                6,
                                "column",
                                7,
                                "message",
                                "weakens approval.minApprovals")))));

        Ended ended = shell.run("pipeline", "validate", file, "--project", "shop", "--pipeline", "web");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEqualTo(file + ":6:7: /spec/stages/0: weakens approval.minApprovals\n");
        assertThat(edge.seen().getFirst().query())
                .containsEntry("kind", "Pipeline")
                .containsEntry("project", "shop")
                .containsEntry("pipeline", "web");
        assertThat(edge.seen().getFirst().text()).isEqualTo(GOOD);
    }

    @Test
    void aProjectWithoutAPipelineIsAUsageError() throws IOException {
        assertThat(shell.run("pipeline", "validate", file("a.yaml", GOOD), "--project", "shop")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void aBrokenFileIsNotSentAnywhere() throws IOException {
        shell.run("pipeline", "validate", file("a.yaml", BAD), "--project", "shop", "--pipeline", "web");

        assertThat(edge.seen()).isEmpty();
    }
}
