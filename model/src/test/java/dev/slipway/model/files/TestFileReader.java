package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestFileReader {
    private final FileReader reader = new FileReader();

    @Test
    void print() {
        for (FileKind kind : FileKind.values()) {
            String name = kind.text();
            Parsed<?> parsed = reader.read(kind, Examples.bytes(Examples.of(kind)));
            parsed.problems().forEach(problem -> System.out.println(problem.render(name)));
            assertThat(parsed.problems()).isEmpty();
        }
        String bad = """
                apiVersion: slipway/v1
                kind: Pipeline
                metadata: {name: Storefront}
                spec:
                  taks: []
                  tasks:
                    - {name: test, driver: excc, config: {command: ./test.sh}, timeout: 10 minutes, needs: [biuld]}
                    - {name: build, needs: [test], resources: {cpu: 0, memory: 1kb}, env: {A: 1, 2B: x}, artifacts: [{name: site}]}
                  request:
                    artifacts: [{name: sit, from: tasks}, {name: x, uri: "a"}]
                  stages:
                    - name: staging
                      environment: ${env.name}
                      provision: {module: net}
                      jobs: [{name: a, file: ../x.yaml, dependsOn: [b]}]
                      rollout: {strategy: canary, minHealthyTime: 10m, healthyDeadline: 5m, autoRevert: "yes"}
                      approval: {minApprovals: -1}
                """;
        reader.pipeline(bad.getBytes()).problems().forEach(p -> System.out.println(p.render("slipway.yaml")));
        String job = """
                apiVersion: slipway/v1
                kind: Job
                metadata: {name: web}
                spec:
                  variables: {count: {type: number, default: "2"}, size: {}, flag: {type: boolean, default: true}}
                  type: service
                  groups:
                    - name: web
                      count: ${var.cuont}
                      tasks:
                        - name: web
                          driver: ${var.size}
                          config: {command: "echo ${HOME}", x: "${artifct.site.uri}"}
                          resources: {cpu: "${var.flag}", memory: "${var.size}MiB"}
                          env: {A: "${run.commit", B: null}
                          secrets: [{name: a, env: A, file: b}]
                          timeout: 5s
                      services: [{name: web, port: htp, checks: [{type: script}]}]
                      networks: [{ports: [{name: http, to: 70000}]}]
                """;
        reader.job(job.getBytes()).problems().forEach(p -> System.out.println(p.render("job.yaml")));
    }
}
