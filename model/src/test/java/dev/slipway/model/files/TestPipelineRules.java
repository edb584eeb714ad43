package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPipelineRules {
    private static final String STAGES = "\n  stages: [{name: one, environment: staging}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{name: a}, {name: a}]|/spec/tasks/1/name: task 'a' exists already",
                "[{name: a, needs: [a]}]|/spec/tasks/0/needs/0: task 'a' depends on itself",
                "[{name: a, needs: [b]}, {name: b, needs: [a]}]|circle: a -> b -> a",
                "[{name: a, needs: [b]}, {name: b, needs: [c]}, {name: c, needs: [b]}]|circle: b -> c -> b",
                "[{name: a, needs: [b, b]}, {name: b}]|holds the same item twice",
                "[{name: a, needs: [bx]}, {name: b}]|there is no task 'bx'",
                "[{name: a, timeout: 0}]|must be longer than 0",
                "[{name: a, timeout: 5}]|must be a duration",
                "[{name: a, timeout: 1h1h}]|must be a duration",
                "[{name: a, timeout: -1s}]|must be a duration",
                "[{name: a, resources: {memory: 1KiB}}]|less than 4MiB",
                "[{name: a, resources: {memory: 99TiB, cpu: 2000000}}]|1 to 1024000",
                "[{name: a, env: {SLIPWAY_X: y}}]|set by Slipway",
                "[{name: a, env: {A B: y}}]|environment variable name",
                "[{name: a, config: {x: null}}]|/spec/tasks/0/config/x: must be any value but null",
                "[{name: a, config: {x: [{y: null}]}}]|/config/x/0/y: must be any value but null",
                "[{name: a, artifacts: [{name: x, path: /etc/passwd}]}]|is absolute",
                "[{name: a, artifacts: [{name: x, path: a/../../b}]}]|leaves its directory",
                "[{name: a, artifacts: [{name: junit-report-1, path: a}]}]|are taken",
                "[{name: a, artifacts: [{name: x, path: a}]}, {name: b, artifacts: [{name: x, path: b}]}]|made already",
                "[{name: a, reports: {junit: ../x.xml}}]|/reports/junit: path",
                "[{name: a, reports: {junit: [a.xml, ~/x.xml]}}]|/reports/junit/1: path",
                "[{name: a, reports: {junit: 5}}]|must be a glob or a list of globs",
                "[{name: a, config: {command: '${var.x}'}}]|variables are declared by job files",
                "[{name: a, config: {command: '${env.name}'}}]|belongs to no environment",
                "[{name: a, env: {A: '${artifact.a.uri}'}}]|no artifact exists yet",
                "[{name: a, env: {A: '${run.comit}'}}]|did you mean '${run.commit}'",
                "[{name: a, artifacts: [{name: x, path: 'a/${run.commit}'}]}]|cannot be used here",
                "{name: a}|/spec/tasks: must be a list, not fields of its own",
            })
    void checksTasks(String tasks, String words) {
        assertProblem("\n  tasks: " + tasks + STAGES, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modules: [{name: a, source: ../x}]|leaves its directory",
                "modules: [{name: a, source: 'https://x.org/m.tar.gz'}]|needs a digest",
                "modules: [{name: a, source: ./x, digest: 'sha256:abc'}]|must be a digest",
                "modules: [{name: a, source: ./x}, {name: a, source: ./y}]|module 'a' exists already",
                "artifacts: [{name: x, from: tasks}]|artifact made by a task",
                "artifacts: [{name: x}]|either 'from', or 'uri' and 'digest'",
                "artifacts: [{name: x, uri: a}]|either 'from', or 'uri' and 'digest'",
                "artifacts: [{name: x, from: trigger, uri: a}]|either 'from', or 'uri' and 'digest'",
                "artifacts: [{name: x, from: trigger}, {name: x, from: trigger}]|artifact 'x' exists already",
                "artifacts: [{name: x, from: trigger, signature: {key: k.pub}}]|signatures are not checked",
                "artifacts: [{name: x, from: task}]|did you mean 'tasks'?",
                "policies: {internal: admission}|must be a list",
            })
    void checksRequest(String request, String words) {
        assertProblem("\n  request: {" + request + "}" + STAGES, words);
    }

    @Test
    void refusesADigestOfAModuleInTheRepository() {
        String digest = "sha256:" + "a".repeat(64);
        assertProblem(
                "\n  request: {modules: [{name: a, source: ./x, digest: '" + digest + "'}]}" + STAGES,
                "pinned by the commit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|must have at least 1 item",
                "[{environment: x}]|field 'name' is missing",
                "[{name: a, environment: x}, {name: a, environment: x}]|stage 'a' exists already",
                "[{name: a, environment: x, provision: {module: netz}}]|there is no requested module 'netz'",
                "[{name: a, environment: x, jobs: [{name: b, file: /x}]}]|is absolute",
                "[{name: a, environment: x, jobs: [{name: b, file: .git/config}]}]|.git",
                "[{name: a, environment: x, jobs: [{name: b, file: f}, {name: b, file: f}]}]|job 'b' exists already",
                "[{name: a, environment: x, before: [{job: 'X Y.yaml'}]}]|give the job a name",
                "[{name: a, environment: x, before: [{job: b.yaml}], jobs: [{name: b, file: f}]}]|job 'b' already",
                "[{name: a, environment: x, before: [{job: b.yaml, onRollback: run}]}]|must be 'none'",
                "[{name: a, environment: x, rollout: {strategy: canary}}]|canary is not available",
                "[{name: a, environment: x, rollout: {canary: 1}}]|only with 'strategy: canary'",
                "[{name: a, environment: x, rollout: {healthyDeadline: 5m, progressDeadline: 5m}}]|must be shorter",
                "[{name: a, environment: x, rollout: {maxParallel: 0}}]|from 1 to 1000",
                "[{name: a, environment: x, handOver: [{system: s, await: sarif}]}]|SARIF reports are not judged",
                "[{name: a, environment: x, handOver: [{system: s}, {system: s}]}]|handed over to it already",
                "[{name: a, environment: x, handOver: [{system: s, timeout: 0s}]}]|longer than 0",
                "[{name: a, environment: x, approval: {minApprovals: 1.5}}]|a whole number",
                "[{name: a, environment: x, approval: {timeout: 0}}]|longer than 0",
                "[{name: a, environment: x, approval: {rules: [{claim: g, value: v}, {claim: g, value: v}]}}]|raise its",
                "[{name: a, environment: x, jobs: [{name: b, file: f, variables: {v: '${artifact.y.uri}'}}]}]|no artifact",
                "[{name: a, environment: x, jobs: [{name: b, file: f, variables: {v: '${infra.y}'}}]}]|provisions a module",
                "[{name: a, environment: x, jobs: [{name: b, file: f, variables: {v: [1]}}]}]|a string, number or boolean",
                "[{name: a, environment: '${env.name}'}]|must be a name",
            })
    void checksStages(String stages, String words) {
        assertProblem("\n  stages: " + stages, words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "triggers: [{push: {branches: [refs/heads/main]}}]|/push/branches/0: branches are named without refs/heads/; write 'main'",
                "triggers: [{push: {branches: [refs/tags/v1]}}]|only branches can be named",
                "triggers: [{push: {branches: ['a b']}}]|is no pattern of branch names",
                "triggers: [{push: {branches: main}}]|must be a list",
                "triggers: [{push: {branches: [main], tags: [v1]}}]|tags",
                "triggers: [{push: {paths: ['!docs/**']}}]|/push/paths/0: a path cannot be excluded",
                "triggers: [{push: {paths: [docs/]}}]|write 'docs/**' for all below it",
                "triggers: [{push: {paths: [./docs/a]}}]|write 'docs/a'",
                "triggers: [{push: {paths: [a, ../x]}}]|/push/paths/1: path '../x' leaves its directory",
                "triggers: [{push: {paths: [/etc/passwd]}}]|is absolute",
                "triggers: [{schedule: {cron: '0 3 * *'}}]|/schedule/cron: '0 3 * *' has 4 fields, not the five",
                "triggers: [{schedule: {cron: '61 3 * * *'}}]|has '61' as minute, which takes numbers from 0 to 59",
                "triggers: [{schedule: {cron: '0 3 1 * mon'}}]|read in two ways; write two schedules",
                "triggers: [{schedule: {cron: '0 3 * * *', timeZone: Mars/Base}}]|/timeZone: there is no time zone 'Mars/Base'",
                "triggers: [{schedule: {timeZone: UTC}}]|field 'cron' is missing",
                "triggers: [{}]|must have exactly one of push, schedule",
                "triggers: [{push: {}, schedule: {cron: x}}]|must have exactly one of",
                "respond: {webhooks: [{url: 'ftp://x'}]}|must be an http or https address",
                "respond: {webhooks: [{url: 'https://u:p@x.org/'}]}|must not hold a password",
                "respond: {webhooks: [{url: 'http://x.org:99999/'}]}|a port that does not exist",
                "respond: {webhooks: [{url: 'http://x.org/{commit}'}]}|not an address",
            })
    void checksTriggersAndAnswers(String field, String words) {
        assertProblem("\n  " + field + STAGES, words);
    }

    @Test
    void acceptsReferencesWhereTheyAreKnown() {
        String text = """
                tasks: [{name: t, config: {args: ["${run.id}"]}, artifacts: [{name: site, path: a}]}]
                  request: {modules: [{name: m, source: .}]}
                  stages:
                    - name: one
                      environment: staging
                      request: {artifacts: [{name: base, from: trigger}]}
                      provision: {module: m, variables: {u: "${artifact.base.uri}", e: "${env.name}"}}
                      jobs: [{name: j, file: f, variables: {d: "${artifact.site.digest}", i: "${infra.out}"}}]
                """;
        assertThat(problems("\n  " + text)).isEmpty();
    }

    private static void assertProblem(String spec, String words) {
        List<String> rendered =
                problems(spec).stream().map(problem -> problem.render("f")).toList();
        assertThat(rendered).anyMatch(line -> line.contains(words));
        assertThat(rendered).allMatch(line -> line.matches("f:\\d+:\\d+: .*"));
    }

    private static List<Problem> problems(String spec) {
        String text = "apiVersion: slipway/v1\nkind: Pipeline\nmetadata: {name: p}\nspec:" + spec;
        return new FileReader().pipeline(Examples.bytes(text)).problems();
    }
}
