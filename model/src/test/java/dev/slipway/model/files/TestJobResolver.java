package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.slipway.model.DataSize;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Values.ArtifactValue;
import dev.slipway.model.spec.ArtifactSpec;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestJobResolver {
    private static final Digest SITE = Digest.of("site");
    private static final JobTarget TARGET = new JobTarget("web", "local", "default", Rollout.DEFAULT);
    private static final Values VALUES = new Values(
            "run/shop/storefront/1",
            "0123abcd",
            "staging",
            Map.of("site", new ArtifactValue("https://store.org/site", SITE)),
            Map.of(),
            Map.of("port", IntNode.valueOf(8080), "zone", TextNode.valueOf("a")));

    private final JobResolver resolver = new JobResolver();

    @Test
    void putsEveryKindOfValueInItsPlace() {
        JobFile file = job(
                "variables: {n: {type: number, default: 1}, mem: {default: '64'}, flag: {type: boolean, default: true}}",
                "priority: ${var.n}",
                "groups:",
                "  - name: g",
                "    count: ${var.n}",
                "    networks: [{ports: [{name: http, to: '${infra.port}'}]}]",
                "    tasks:",
                "      - name: t",
                "        driver: exec",
                "        config: {args: ['--at', '${infra.zone}:${infra.port}', '${var.flag}', 'cost $${n} $5']}",
                "        env: {RUN: '${run.id}@${run.commit}', WHERE: '${env.name}'}",
                "        resources: {memory: '${var.mem}MiB'}",
                "        artifacts: [{digest: '${artifact.site.digest}', unpack: '${var.flag}'}]");
        JobSpec spec = resolver.resolve(file, TARGET, VALUES.withVariables(Map.of("n", IntNode.valueOf(3))))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        TaskSpec task = spec.group("g").tasks().getFirst();
        assertThat(spec.priority()).isEqualTo(3);
        assertThat(spec.group("g").count()).isEqualTo(3);
        assertThat(spec.group("g").networks().getFirst().ports().getFirst().to())
                .isEqualTo(8080);
        assertThat(task.config()).containsEntry("args", List.of("--at", "a:8080", true, "cost ${n} $5"));
        assertThat(task.env())
                .containsEntry("RUN", "run/shop/storefront/1@0123abcd")
                .containsEntry("WHERE", "staging");
        assertThat(task.resources().memory()).isEqualTo(DataSize.ofMebibytes(64));
        assertThat(task.artifacts()).containsExactly(new ArtifactSpec(SITE, ".", true));
    }

    @Test
    void resolvesOnce() {
        JobFile file = job(
                "variables: {v: {default: x}}",
                "groups: [{name: g, tasks: [{name: t, driver: exec, env: {A: '${var.v}', B: 'b ${var.v}'}}]}]");
        Values values = VALUES.withVariables(Map.of("v", TextNode.valueOf("${run.id} $${")));
        JobSpec spec = resolver.resolve(file, TARGET, values).orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(spec.group("g").tasks().getFirst().env())
                .containsEntry("A", "${run.id} $${")
                .containsEntry("B", "b ${run.id} $${");
    }

    @Test
    void takesDefaultsOfModelAndSchemaAlike() {
        JobSpec spec = resolver.resolve(job("groups: [{name: g, tasks: [{name: t, driver: exec}]}]"), TARGET, VALUES)
                .orThrow(ErrorCode.VALIDATION_FAILED);
        TaskSpec task = spec.group("g").tasks().getFirst();
        assertThat(spec.group("g").count()).isEqualTo(1);
        assertThat(spec.priority()).isEqualTo(50);
        assertThat(task.resources().cpu()).isEqualTo(100);
        assertThat(task.resources().memory()).hasToString("300MiB");
        assertThat(task.killTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(task.logs().maxFiles()).isEqualTo(10);
        assertThat(spec.update().healthyDeadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(spec.name() + spec.region() + spec.nodePool()).isEqualTo("weblocaldefault");
    }

    @Test
    void stageDecidesNamePlaceAndPacing() {
        Rollout rollout =
                new Rollout(Rollout.Strategy.ROLLING, null, 4, Duration.ZERO, null, Duration.ofHours(1), true);
        JobFile file = job(
                "update: {maxParallel: 1, healthyDeadline: 30m, progressDeadline: 40m}",
                "groups: [{name: g, tasks: [{name: t, driver: exec}]}]");
        JobSpec spec = resolver.resolve(file, new JobTarget("other", "north", "big", rollout), VALUES)
                .orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(spec.name()).isEqualTo("other");
        assertThat(spec.region()).isEqualTo("north");
        assertThat(spec.nodePool()).isEqualTo("big");
        assertThat(spec.update().maxParallel()).isEqualTo(4);
        assertThat(spec.update().minHealthyTime()).isZero();
        assertThat(spec.update().healthyDeadline()).isEqualTo(Duration.ofMinutes(30));
        assertThat(spec.update().autoRevert()).isTrue();
    }

    @Test
    void refusesPacingThatContradictsItselfOnlyTogether() {
        Rollout rollout = new Rollout(Rollout.Strategy.ROLLING, null, null, Duration.ofMinutes(20), null, null, null);
        JobFile file = job("groups: [{name: g, tasks: [{name: t, driver: exec}]}]");
        assertThat(resolver.resolve(file, new JobTarget("j", "local", "default", rollout), VALUES)
                        .problems())
                .extracting(Problem::message)
                .containsExactly("minHealthyTime (20m) must be shorter than healthyDeadline (5m)");
    }

    @Test
    void equalInputsGiveEqualDigests() {
        JobFile file = job("groups: [{name: g, tasks: [{name: t, driver: exec, env: {B: '1', A: '2'}}]}]");
        JobFile sameInOtherOrder = job("groups: [{tasks: [{driver: exec, name: t, env: {A: '2', B: '1'}}], name: g}]");
        assertThat(digest(file)).isEqualTo(digest(sameInOtherOrder));
        JobSpec spec = resolver.resolve(file, TARGET, VALUES).orThrow(ErrorCode.VALIDATION_FAILED);
        JobSpec stored = ModelJson.read(ModelJson.write(spec), JobSpec.class);
        assertThat(stored.digest()).isEqualTo(spec.digest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: '${infra.zone}'|/spec/groups/0/count: must be a whole number from 0 to 10000, not 'a'",
                "count: '${infra.size}'|${infra.size}: there is no output of infrastructure 'size'",
                "count: '${infra.prt}'|did you mean 'port'?",
                "restart: {attempts: '${infra.port}'}|must be a whole number from 0 to 1000, not 8080",
            })
    void checksTheResultAgain(String field, String words) {
        JobFile file = job("groups: [{name: g, tasks: [{name: t, driver: exec}], " + field + "}]");
        assertThat(resolver.resolve(file, TARGET, VALUES).problems())
                .extracting(problem -> problem.render("f"))
                .anyMatch(line -> line.contains(words));
    }

    @Test
    void refusesUnknownArtifacts() {
        JobFile file = job(
                "groups: [{name: g, tasks: [{name: t, driver: exec, artifacts: [{digest: '${artifact.sit.digest}'}]}]}]");
        assertThat(resolver.resolve(file, TARGET, VALUES).problems())
                .extracting(Problem::fix)
                .containsExactly("did you mean 'site'?");
    }

    @Test
    void choosesVariablesOfStageThenEnvironmentThenFile() {
        JobFile file = job(
                "variables: {a: {default: file}, b: {default: file}, c: {default: file}}",
                "groups: [{name: g, tasks: [{name: t, driver: exec}]}]");
        Map<String, JsonNode> given = Map.of("a", TextNode.valueOf("stage in ${env.name}"));
        Map<String, JsonNode> environment =
                Map.of("a", TextNode.valueOf("env"), "b", TextNode.valueOf("env"), "other-job", BooleanNode.TRUE);
        Values values = resolver.withVariables(file, given, environment, VALUES).orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(values.variables())
                .isEqualTo(Map.of(
                        "a", TextNode.valueOf("stage in staging"),
                        "b", TextNode.valueOf("env"),
                        "c", TextNode.valueOf("file")));
    }

    @Test
    void refusesVariablesThatAreUnknownMissingOrOfAnotherType() {
        JobFile file = job(
                "variables: {count: {type: number}, size: {}, flag: {type: boolean}}",
                "groups: [{name: g, tasks: [{name: t, driver: exec}]}]");
        Map<String, JsonNode> given = Map.of("cuont", IntNode.valueOf(1), "flag", TextNode.valueOf("${var.x}"));
        assertThat(resolver.withVariables(file, given, Map.of(), VALUES).problems())
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("'cuont': the job file declares no such variable"))
                .anyMatch(message -> message.contains("'count': has no default"))
                .anyMatch(message -> message.contains("'size': has no default"))
                .anyMatch(message -> message.contains("there is no variable 'x'"));
        assertThat(resolver.withVariables(
                                file,
                                Map.of("count", TextNode.valueOf("3")),
                                Map.of("size", TextNode.valueOf("x"), "flag", BooleanNode.TRUE),
                                VALUES)
                        .problems())
                .extracting(Problem::message)
                .containsExactly("variable 'count': must be a number, not \"3\"");
    }

    @Test
    void keepsTheTypesOfModuleVariables() {
        Map<String, JsonNode> variables = Map.of(
                "size", TextNode.valueOf("small"),
                "count", IntNode.valueOf(2),
                "on", BooleanNode.TRUE,
                "port", TextNode.valueOf("${infra.port}"),
                "image", TextNode.valueOf("${artifact.site.uri}@${artifact.site.digest}"));
        assertThat(resolver.moduleVariables(variables, VALUES).orThrow(ErrorCode.VALIDATION_FAILED))
                .isEqualTo(Map.of(
                        "size",
                        "small",
                        "count",
                        2,
                        "on",
                        true,
                        "port",
                        8080,
                        "image",
                        "https://store.org/site@" + SITE));
    }

    @Test
    void stopsTextThatGrowsWithoutEnd() {
        String many = "${var.big}".repeat(100);
        JobFile file = job(
                "variables: {big: {default: x}}",
                "groups: [{name: g, tasks: [{name: t, driver: exec, env: {A: '" + many + "'}}]}]");
        Values values = VALUES.withVariables(Map.of("big", TextNode.valueOf("y".repeat(1 << 20))));
        assertThat(resolver.resolve(file, TARGET, values).problems())
                .extracting(Problem::message)
                .containsExactly("the values put in make more than 4 MiB of text");
    }

    private Digest digest(JobFile file) {
        return resolver.resolve(file, TARGET, VALUES)
                .orThrow(ErrorCode.VALIDATION_FAILED)
                .digest();
    }

    private static JobFile job(String... lines) {
        String text = "apiVersion: slipway/v1\nkind: Job\nmetadata: {name: web}\nspec:\n  "
                + String.join("\n", lines).replace("\n", "\n  ");
        return new FileReader().job(Examples.bytes(text)).orThrow(ErrorCode.VALIDATION_FAILED);
    }
}
