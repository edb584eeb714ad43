package dev.slipway.test.crash;

import dev.slipway.model.JobKey;
import dev.slipway.model.RunId;
import dev.slipway.model.StepName;
import dev.slipway.model.api.AllocationView;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import java.util.List;

/**
 * A project whose one pipeline has all eight steps at work: a task in a sandbox that leaves an artifact, a module with
 * something to apply, a job of a sandboxed service and a container, a hand-over, a commit status and a webhook.
 */
final class Scene {
    static final String STAGE = "live";
    private static final String JOB = "web";

    private final TestingProject project;
    private final String image;

    private Scene(TestingProject project, String image) {
        this.project = project;
        this.image = image;
    }

    static Scene create(RunningStack stack, String name, Receiver receiver, String image) {
        String host = receiver.address();
        TestingProject project = TestingProject.create(stack, name, """
                systems:
                  - {name: scan, url: "http://%s/scan", secret: key, await: callback}
                outbound: {allowedHosts: ["%s"]}
                """.formatted(host, host));
        project.secret("key", "a-key-both-sides-know")
                .environment(STAGE, "class: staging\nnodePool: default\n")
                .pipeline("commitStatus: {url: \"http://" + host + "/status\", secret: key}\n");
        Scene scene = new Scene(project, image);
        scene.files(host);
        return scene;
    }

    TestingProject project() {
        return project;
    }

    JobKey job() {
        return new JobKey(project.name(), STAGE, "local", JOB);
    }

    /**
     * Starts a run of a new commit.
     *
     * @param mark what the processes of this run have as an argument, and what its module is given
     * @param held step the run's own work waits in, if it is one of those
     */
    RunId start(String mark, StepName held) {
        project.repository().write("build.sh", build(mark, held == StepName.TASKS));
        project.jobFile(JOB, job(mark, held == StepName.JOB));
        project.repository().write("infra/main.tf", module(mark));
        return project.run(mark);
    }

    /** Instances of the run's version, all that there ever were. */
    List<AllocationView> allocations(long version) {
        return project.job(STAGE, JOB).allocations().stream()
                .filter(allocation -> allocation.version() == version)
                .toList();
    }

    private void files(String host) {
        project.repository().write("site/healthz", "well\n");
        project.pipelineFile("""
                tasks:
                  - name: build
                    driver: exec
                    config: {command: /bin/sh, args: [./build.sh]}
                    resources: {cpu: 100, memory: 32MiB}
                    timeout: 3m
                    artifacts: [{name: site, path: dist/site.tar.gz}]
                request:
                  modules: [{name: net, source: ./infra}]
                  artifacts: [{name: site, from: tasks}]
                stages:
                  - name: live
                    environment: live
                    provision: {module: net}
                    jobs: [{name: web, file: ./web.job.yaml}]
                    rollout: {strategy: rolling, maxParallel: 1, autoRevert: true}
                    handOver: [{system: scan, timeout: 5m, onFailure: fail}]
                respond:
                  commitStatus: {}
                  webhooks: [{url: "http://%s/webhook", secret: key}]
                """.formatted(host));
    }

    private static String build(String mark, boolean held) {
        return """
                #!/bin/sh
                set -eu
                echo "began %s"
                %s
                mkdir -p dist
                tar -C site -czf dist/site.tar.gz .
                """.formatted(mark, held ? waitForGo() : ":");
    }

    private String job(String mark, boolean held) {
        String web = (held ? waitForGo() + "; " : "") + "exec /bin/busybox httpd -f -p 8080 -h site -r " + mark;
        return """
                type: service
                update: {maxParallel: 1, minHealthyTime: 0s, healthyDeadline: 2m, progressDeadline: 4m, autoRevert: true}
                meta: {owner: testers}
                groups:
                  - name: web
                    count: 1
                    networks: [{ports: [{name: http, to: 8080}]}]
                    services:
                      - name: web
                        port: http
                        checks: [{type: http, path: /healthz, interval: 500ms, timeout: 1s}]
                    restart: {attempts: 0, interval: 1m, delay: 1s, mode: fail}
                    tasks:
                      - name: web
                        driver: exec
                        config: {command: /bin/sh, args: ["-c", "echo began; %s"]}
                        resources: {cpu: 50, memory: 32MiB}
                        artifacts: [{digest: "${artifact.site.digest}", destination: site}]
                        killTimeout: 2s
                  - name: box
                    count: 1
                    restart: {attempts: 0, interval: 1m, delay: 1s, mode: fail}
                    tasks:
                      - name: box
                        driver: docker
                        config: {image: "%s", command: /bin/sleep, args: ["100000"]}
                        env: {MARK: %s}
                        resources: {cpu: 50, memory: 32MiB}
                        killTimeout: 1s
                """.formatted(web, image, mark);
    }

    private static String module(String mark) {
        return """
                resource "terraform_data" "net" {
                  triggers_replace = "%s"
                }
                output "net" {
                  value = terraform_data.net.id
                }
                """.formatted(mark);
    }

    private static String waitForGo() {
        return "while [ ! -f go ]; do sleep 0.1; done";
    }
}
