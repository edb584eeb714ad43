package dev.slipway.activities;

import java.util.HashMap;
import java.util.Map;

/** Files of a small shop. */
final class Samples {
    static final String PROJECT = """
            apiVersion: slipway/v1
            kind: Project
            metadata: {name: shop}
            spec:
              systems:
                - {name: scan, url: "http://scan.example/start", secret: scan-key}
                - {name: slow, url: "http://slow.example/start", await: poll, pollUrl: "http://127.0.0.1:4/state"}
                - {name: tell, url: "http://tell.example/start", await: none}
              outbound: {allowedHosts: [scan.example, slow.example, tell.example, hooks.example, forge.example]}
            """;

    static final String STAGING = """
            apiVersion: slipway/v1
            kind: Environment
            metadata: {name: staging, project: shop}
            spec: {class: staging}
            """;

    static final String PRODUCTION = """
            apiVersion: slipway/v1
            kind: Environment
            metadata: {name: production, project: shop}
            spec:
              class: production
              guards:
                approval: {minApprovals: 1, excludeInitiator: true}
                requireAutoRevert: true
            """;

    static final String REGISTRATION = """
            apiVersion: slipway/v1
            kind: PipelineRegistration
            metadata: {name: web, project: shop}
            spec:
              repository: /repositories/web
              commitStatus: {url: "http://forge.example/statuses/{commit}", secret: forge-key}
            """;

    static final String PIPELINE = """
            apiVersion: slipway/v1
            kind: Pipeline
            metadata: {name: web}
            spec:
              stages:
                - name: staging
                  environment: staging
                  jobs: [{name: web, file: ./web.job.yaml, variables: {count: 1}}]
              respond: {webhooks: [{url: "http://hooks.example/web", secret: hook-key}]}
            """;

    static final String JOB = """
            apiVersion: slipway/v1
            kind: Job
            metadata: {name: web}
            spec:
              type: service
              variables: {count: {type: number, default: 1}}
              update: {minHealthyTime: 0s, autoRevert: true}
              meta: {owner: shop-team}
              groups:
                - name: web
                  count: ${var.count}
                  networks: [{ports: [{name: http, to: 8080}]}]
                  services: [{name: web, port: http, checks: [{type: tcp}]}]
                  tasks:
                    - name: web
                      driver: mock
                      config: {runFor: 1h}
                      env: {COMMIT: "${run.commit}"}
            """;

    private Samples() {}

    static Map<String, String> files() {
        Map<String, String> files = new HashMap<>();
        files.put("slipway.yaml", PIPELINE);
        files.put("web.job.yaml", JOB);
        return files;
    }

    /** The files with another pipeline. */
    static Map<String, String> with(String pipeline) {
        Map<String, String> files = files();
        files.put("slipway.yaml", pipeline);
        return files;
    }

    /** A pipeline with one stage of this text, indented as YAML in a list of stages. */
    static String pipeline(String stage) {
        return """
                apiVersion: slipway/v1
                kind: Pipeline
                metadata: {name: web}
                spec:
                  stages:
                %s
                """.formatted(stage.indent(4));
    }
}
