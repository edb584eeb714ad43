package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestJobRules {
    private static final String TASK = "tasks: [{name: t, driver: exec}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: servic|did you mean 'service'?",
                "region: local|there is no field 'region' here",
                "nodePool: build|there is no field 'nodePool' here",
                "priority: 101|from 1 to 100",
                "update: {minHealthyTime: 6m}|minHealthyTime (6m) must be shorter than healthyDeadline (5m)",
                "update: {healthyDeadline: 1h}|healthyDeadline (1h) must be shorter than progressDeadline (10m)",
                "update: {autoRevert: 1}|must be true or false",
                "meta: {a: 1}|must be a string; put numbers",
                "variables: {a: {type: strng}}|did you mean 'string'?",
                "variables: {a: {type: number, default: '1'}}|must be a number",
                "variables: {a: {default: 1}}|put it into quotes",
                "variables: {a: {type: boolean, default: 'true'}}|must be a boolean",
                "variables: {9a: {}}|not beginning with a digit",
                "variables: {a: {default: '${run.id}'}}|cannot be used here",
                "priority: ${var.p}|declares no variable 'p'; declare it under spec.variables",
                "priority: ${run.id}|must be a whole number",
            })
    void checksTheJob(String field, String words) {
        assertProblem("\n  " + field + "\n  groups: [{name: g, " + TASK + "}]", words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: -1|from 0 to 10000",
                "count: '3'|must be a whole number",
                "networks: [{ports: [{name: http, to: 0}]}]|from 1 to 65535",
                "networks: [{ports: [{name: http, to: 1}, {name: http, to: 2}]}]|port 'http' exists already",
                "networks: [{}, {}]|must have at most 1 item",
                "services: [{name: s, port: http}]|there is no port of the group called 'http'",
                "restart: {attempts: -1}|from 0 to 1000",
                "restart: {mode: fail}|field 'attempts' is missing",
                "restart: {attempts: 1, mode: '${run.id}'}|cannot be used here",
            })
    void checksGroups(String field, String words) {
        assertProblem("\n  groups: [{name: g, " + TASK + ", " + field + "}]", words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: s, port: htp}|did you mean 'http'?",
                "{name: s, port: http, task: tt}|there is no task of the group called 'tt'",
                "{name: s, port: http, checks: [{type: htp}]}|did you mean 'http'?",
                "{name: s, port: http, checks: [{type: http, path: health}]}|a path that begins with '/'",
                "{name: s, port: http, checks: [{type: tcp, path: /}]}|asked by http checks only",
                "{name: s, port: http, checks: [{type: script}]}|needs a command",
                "{name: s, port: http, checks: [{type: http, command: [x]}]}|run by script checks only",
                "{name: s, port: http, checks: [{type: tcp, interval: 0}]}|longer than 0",
            })
    void checksServices(String service, String words) {
        assertProblem(
                "\n  groups: [{name: g, networks: [{ports: [{name: http, to: 1}]}], services: [" + service + "], "
                        + TASK + "}]",
                words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "driver: excc|did you mean 'exec'?",
                "driver: '${var.d}'|a value reference cannot be used here",
                "driver: exec, timeout: 1m|a service job has no end, so no timeout",
                "driver: exec, outputs: [{name: o, path: p}]|no outputs",
                "driver: exec, killSignal: SIGKILL|must be one of SIGTERM",
                "driver: exec, artifacts: [{digest: abc}]|must be a digest",
                "driver: exec, artifacts: [{digest: '${artifact.a.digest}', destination: ../x}]|leaves its directory",
                "driver: exec, secrets: [{name: a}]|either as 'env' or as 'file'",
                "driver: exec, secrets: [{name: a, env: A, file: b}]|either as 'env' or as 'file'",
                "driver: exec, secrets: [{name: a, file: /etc/x}]|is absolute",
                "driver: exec, secrets: [{name: '${run.id}', env: A}]|cannot be used here",
                "driver: exec, secrets: [{name: a, env: SLIPWAY_A}]|set by Slipway",
                "driver: exec, env: {A: x}, secrets: [{name: a, env: A}]|variable 'A' is set already",
                "driver: exec, resources: {memory: 2MiB}|less than 4MiB",
                "driver: exec, resources: {memory: '${var.size}'}|declares no variable 'size'",
                "driver: exec, logs: {maxFiles: 0}|from 1 to 100",
                "driver: exec, config: {command: 'echo ${HOME}'}|write ${artifact",
                "driver: exec, env: {A: 'x ${'}|not closed",
            })
    void checksTasks(String task, String words) {
        assertProblem("\n  groups: [{name: g, tasks: [{name: t, " + task + "}]}]", words);
    }

    @Test
    void checksNamesAcrossGroups() {
        String service = "networks: [{ports: [{name: p, to: 1}]}], services: [{name: s, port: p}]";
        assertProblem(
                "\n  groups: [{name: g, " + TASK + ", " + service + "}, {name: g, " + TASK + ", " + service + "}]",
                "group 'g' exists already");
        assertProblem(
                "\n  groups: [{name: g, " + TASK + ", " + service + "}, {name: h, " + TASK + ", " + service + "}]",
                "service 's' exists already");
        assertProblem(
                "\n  groups: [{name: g, tasks: [{name: t, driver: exec}, {name: u, driver: exec}], " + service + "}]",
                "'task' must say which one serves it");
        assertProblem("\n  type: system\n  groups: [{name: g, count: 1, " + TASK + "}]", "runs once on every node");
    }

    @Test
    void judgesReferencesByTheirDefaults() {
        String variables = "\n  variables: {n: {type: number, default: 2}, s: {default: 64}, t: {default: 64}}";
        String groups = "\n  groups: [{name: g, count: '${var.n}', tasks: [{name: t, driver: exec, "
                + "resources: {memory: '${var.s}MiB', cpu: '${infra.cpu}'}}]}]";
        assertThat(problems(variables.replace("default: 64", "default: '64'") + groups))
                .isEmpty();
        assertProblem(variables.replace("{default: 64}", "{default: big}") + groups, "must be a size");
        assertProblem(
                "\n  variables: {n: {default: two}, s: {default: '64'}}" + groups, "/count: must be a whole number");
    }

    @Test
    void acceptsABatchJobWithTimeoutAndOutputs() {
        assertThat(problems("\n  type: batch\n  groups: [{name: g, tasks: [{name: t, driver: exec, timeout: 1m, "
                        + "outputs: [{name: o, path: 'a/*', kind: report}]}]}]"))
                .isEmpty();
    }

    private static void assertProblem(String spec, String words) {
        List<String> rendered =
                problems(spec).stream().map(problem -> problem.render("f")).toList();
        assertThat(rendered).anyMatch(line -> line.contains(words));
        assertThat(rendered).allMatch(line -> line.matches("f:\\d+:\\d+: .*"));
    }

    private static List<Problem> problems(String spec) {
        String text = "apiVersion: slipway/v1\nkind: Job\nmetadata: {name: j}\nspec:" + spec;
        return new FileReader().job(Examples.bytes(text)).problems();
    }
}
