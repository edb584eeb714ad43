package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.source.SourceReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestFileReader {
    private final FileReader reader = new FileReader();

    @Test
    void fillsInDefaults() {
        PipelineFile pipeline =
                reader.pipeline(Examples.bytes(Examples.of(FileKind.PIPELINE))).orThrow(ErrorCode.PIPELINE_INVALID);
        assertThat(pipeline.task("build").driver()).isEqualTo("exec");
        assertThat(pipeline.task("build").timeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(pipeline.task("test").reports().junit()).containsExactly("build/*.xml");
        assertThat(pipeline.stage("staging").before().getFirst().name()).isEqualTo("migrate");
        assertThat(pipeline.stage("staging").approval()).isNull();
        assertThat(pipeline.stage("staging").handOver()).isNull();
        assertThat(pipeline.spec().respond().commitStatus()).isNotNull();
        ProjectFile project = reader.project(
                        Examples.bytes("{apiVersion: slipway/v1, kind: Project, metadata: {name: a}}"))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(project.spec().build().nodePool()).isEqualTo("build");
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void readsTheSameFromJson(FileKind kind) {
        byte[] yaml = Examples.bytes(Examples.of(kind));
        JsonNode tree = new SourceReader()
                .read(yaml)
                .orThrow(ErrorCode.VALIDATION_FAILED)
                .root();
        assertThat(reader.read(kind, Examples.bytes(tree.toPrettyString()))).isEqualTo(reader.read(kind, yaml));
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void whatIsReadSurvivesStorage(FileKind kind) {
        Object value = reader.read(kind, Examples.bytes(Examples.of(kind))).orThrow(ErrorCode.VALIDATION_FAILED);
        String stored = ModelJson.canonical(value);
        assertThat(ModelJson.canonical(ModelJson.read(stored, value.getClass())))
                .isEqualTo(stored);
    }

    @Test
    void reportsEverythingAtOnceWithPositionsInOrder() {
        Parsed<PipelineFile> parsed = reader.pipeline(Examples.bytes(
                "apiVersion: slipway/v1",
                "kind: Pipeline",
                "metadata: {name: Storefront}",
                "spec:",
                "  taks: []",
                "  tasks:",
                "    - {name: test, driver: excc, timeout: 10 minutes, needs: [biuld]}",
                "    - {name: build, env: {A: 1}, resources: {cpu: 0, memory: 1kb}}",
                "  stages:",
                "    - name: staging",
                "      environment: staging",
                "      jobs: [{name: a, file: ../x.yaml, dependsOn: [b]}]",
                "      rollout: {minHealthyTime: 10m, healthyDeadline: 5m, autoRevert: 'yes'}"));
        assertThat(rendered(parsed))
                .containsExactly(
                        "f:3:18: /metadata/name: must be a name of 1 to 63 lower-case letters, digits and hyphens,"
                                + " not 'Storefront'",
                        "f:5:3: /spec/taks: there is no field 'taks' here; did you mean 'tasks'?",
                        "f:7:28: /spec/tasks/0/driver: must be one of exec, docker, raw-exec, mock, not 'excc';"
                                + " did you mean 'exec'?",
                        "f:7:43: /spec/tasks/0/timeout: must be a duration such as 500ms, 10s or 1h30m,"
                                + " not '10 minutes'",
                        "f:7:63: /spec/tasks/0/needs/0: there is no task 'biuld'; did you mean 'build'?",
                        "f:8:30: /spec/tasks/1/env/A: must be a string; put numbers and booleans into quotes, not 1",
                        "f:8:51: /spec/tasks/1/resources/cpu: must be thousandths of a core, 1 to 1024000, not 0",
                        "f:8:62: /spec/tasks/1/resources/memory: must be a size such as 256MiB (units B, KiB, MiB,"
                                + " GiB, TiB), not '1kb'",
                        "f:12:30: /spec/stages/0/jobs/0/file: path '../x.yaml' leaves its directory by '..'",
                        "f:12:53: /spec/stages/0/jobs/0/dependsOn/0: there is no job 'b'; there is a",
                        "f:13:33: /spec/stages/0/rollout/minHealthyTime: minHealthyTime (10m) must be shorter than"
                                + " healthyDeadline (5m)",
                        "f:13:71: /spec/stages/0/rollout/autoRevert: must be true or false, not 'yes'");
    }

    @Test
    void saysWhichFieldIsMissing() {
        assertThat(rendered(
                        reader.environment(Examples.bytes("apiVersion: slipway/v1", "kind: Environment", "spec: {}"))))
                .containsExactly(
                        "f:1:1: field 'metadata' is missing; add it: who the file is about",
                        "f:3:7: /spec: field 'class' is missing; add it: how much care it takes");
    }

    @Test
    void refusesAnotherKindAndAnotherVersion() {
        assertThat(rendered(reader.pipeline(Examples.bytes(Examples.of(FileKind.JOB)))))
                .containsExactly("f:2:7: /kind: this is a Job file, not a Pipeline file");
        assertThat(rendered(reader.project(Examples.bytes("apiVersion: v1", "kind: Projct", "metadata: {name: a}"))))
                .containsExactly(
                        "f:1:13: /apiVersion: must be 'slipway/v1', not 'v1'",
                        "f:2:7: /kind: must be 'Project', not 'Projct'; did you mean 'Project'?");
    }

    @Test
    void refusesWhatIsNoSetOfFields() {
        for (String text : List.of("", "null", "[]", "3", "text", "[{kind: Job}]")) {
            assertThat(reader.job(Examples.bytes(text)).problems()).as(text).hasSize(1);
        }
    }

    @Test
    void showsTheFirstHundredProblems() {
        StringBuilder many = new StringBuilder("apiVersion: slipway/v1\nkind: Project\nmetadata: {name: a}\nspec:\n");
        for (int i = 0; i < 250; i++) {
            many.append("  field-").append(i).append(": 1\n");
        }
        List<Problem> problems = reader.project(Examples.bytes(many.toString())).problems();
        assertThat(problems).hasSize(101);
        assertThat(problems.getLast().message()).isEqualTo("150 more problems are not shown");
    }

    @Test
    void givesPositionsForLaterChecks() {
        byte[] text = Examples.bytes("a: {b: 1}");
        assertThat(reader.positions(text).at("/a/b")).isEqualTo(new SourceMap.Position(1, 8));
        assertThat(reader.positions(Examples.bytes("a: ["))).isEqualTo(SourceMap.NONE);
    }

    @Test
    void invalidThrowsEveryProblemWithTheCallersCode() {
        Parsed<JobFile> parsed = reader.job(Examples.bytes("{kind: Job, spec: {}}"));
        assertThatThrownBy(() -> parsed.orThrow(ErrorCode.PIPELINE_INVALID))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PIPELINE_INVALID);
                    assertThat(e.problems()).isEqualTo(parsed.problems()).hasSize(3);
                });
    }

    static List<String> rendered(Parsed<?> parsed) {
        return parsed.problems().stream().map(problem -> problem.render("f")).toList();
    }
}
