package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestOperatorRules {
    private final FileReader reader = new FileReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "systems: [{name: a, url: 'https://x.org', await: poll}]|needs a pollUrl",
                "systems: [{name: a, url: 'https://x.org', pollUrl: 'https://x.org'}]|with 'await: poll' only",
                "systems: [{name: a, url: 'https://x.org'}, {name: a, url: 'https://x.org'}]|system 'a' exists already",
                "systems: [{name: a, url: x.org}]|must be an http or https address",
                "systems: [{name: a, url: 'https://x.org', await: callbak}]|did you mean 'callback'?",
                "outbound: {allowedHosts: ['x.org:70000']}|a port is at most 65535",
                "outbound: {allowedHosts: ['https://x.org']}|must be a host",
                "build: {maxConcurrent: 0}|from 1 to 10000",
                "policies: {intern: [a]}|did you mean 'internal'?",
            })
    void checksProjects(String spec, String words) {
        assertProblem(reader.project(file("Project", "{name: a}", spec)), words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class: prod|must be one of preview, staging, production, build",
                "class: build, guards: {approval: {minApprovals: 1}}|nothing is approved there",
                "class: staging, guards: {approval: {timeout: 1h}}|there is no field 'timeout'",
                "class: staging, guards: {approval: {rules: [{claim: a, value: b, count: 0}]}}|from 1 to 20",
                "class: staging, guards: {drivers: [execc]}|did you mean 'exec'?",
                "class: staging, variables: {a: {b: c}}|a string, number or boolean",
            })
    void checksEnvironments(String spec, String words) {
        assertProblem(reader.environment(file("Environment", "{name: a, project: b}", spec)), words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repository: relative/path|a git address or an absolute path",
                "repository: 'https://u:p@x.org/r.git'|must not hold a password",
                "repository: '--upload-pack=x'|a git address or an absolute path",
                "repository: 'ext::sh -c id'|a git address or an absolute path",
                "repository: /r.git, path: ../slipway.yaml|leaves its directory",
                "repository: /r.git, protectedRefs: [main]|a full ref name",
                "repository: /r.git, protectedRefs: []|at least 1 item",
                "repository: /r.git, protectedRefs: ['refs/*/x']|a full ref name",
                "repository: /r.git, commitStatus: {url: 'https://x.org/{comit}'}|not an address",
            })
    void checksRegistrations(String spec, String words) {
        assertProblem(reader.registration(file("PipelineRegistration", "{name: a, project: b}", spec)), words);
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main,refs/heads/main,true",
        "refs/heads/main,refs/heads/main2,false",
        "refs/heads/release/*,refs/heads/release/1.2,true",
        "refs/heads/release/*,refs/heads/releases,false",
        "refs/heads/*,refs/tags/v1,false",
    })
    void matchesProtectedRefs(String pattern, String ref, boolean expected) {
        PipelineRegistration registration = reader.registration(file(
                        "PipelineRegistration",
                        "{name: a, project: b}",
                        "repository: 'git@x.org:r.git', protectedRefs: ['" + pattern + "']"))
                .orThrow(ErrorCode.VALIDATION_FAILED);
        assertThat(registration.spec().protects(ref)).isEqualTo(expected);
    }

    @Test
    void operatorsFilesNeedTheirProject() {
        assertProblem(
                reader.environment(file("Environment", "{name: a}", "class: staging")), "field 'project' is missing");
        assertProblem(reader.project(file("Project", "{name: a, project: b}", "")), "there is no field 'project'");
    }

    private static void assertProblem(Parsed<?> parsed, String words) {
        assertThat(TestFileReader.rendered(parsed)).anyMatch(line -> line.contains(words));
    }

    private static byte[] file(String kind, String metadata, String spec) {
        return Examples.bytes(
                "{apiVersion: slipway/v1, kind: " + kind + ", metadata: " + metadata + ", spec: {" + spec + "}}");
    }
}
