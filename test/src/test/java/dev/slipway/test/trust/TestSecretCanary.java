package dev.slipway.test.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import dev.slipway.store.Database;
import dev.slipway.test.stack.Commands;
import dev.slipway.test.stack.RunningStack;
import dev.slipway.test.stack.TestingProject;
import dev.slipway.worker.temporal.TemporalConnection;
import dev.slipway.workflows.api.TemporalSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A secret that a job gets as variable and as file and a module as input is in nothing that an installation keeps. */
final class TestSecretCanary {
    private static final String PIPELINE = """
            request: {modules: [{name: vault, source: ./vault}]}
            stages:
              - name: staging
                environment: staging
                provision: {module: vault, secrets: [{name: canary, variable: password}]}
                jobs: [{name: web, file: web.job.yaml}]
            """;
    private static final String MODULE = """
            variable "password" {
              type      = string
              sensitive = true
            }
            resource "terraform_data" "vault" {
              input = { password = var.password, user = "web" }
            }
            """;
    private static final String JOB = """
            type: service
            update: {maxParallel: 1, minHealthyTime: 1s, healthyDeadline: 30s, progressDeadline: 60s, autoRevert: true}
            groups:
              - name: web
                count: 1
                restart: {attempts: 0, interval: 1m, delay: 1s, mode: fail}
                tasks:
                  - name: web
                    driver: exec
                    config:
                      command: /bin/sh
                      args:
                        - -c
                        - 'printf %s "$CANARY" | sha256sum; find / -name canary.txt -type f 2>/dev/null | head -1 | xargs sha256sum; exec sleep 600'
                    secrets: [{name: canary, env: CANARY}, {name: canary, file: canary.txt}]
                    resources: {cpu: 50, memory: 64MiB}
            """;

    private final RunningStack stack = RunningStack.shared();

    @Test
    void isNowhereToBeFoundAfterwards() throws Exception {
        String canary = "canary-" + UUID.randomUUID();
        SecretSearch search = new SecretSearch(canary);
        TestingProject project = TestingProject.create(stack, "canary")
                .environment("staging", "class: staging")
                .secret("canary", canary);
        project.pipelineFile(PIPELINE).jobFile("web", JOB);
        project.repository().write("vault/main.tf", MODULE);

        Set<String> seen = ConcurrentHashMap.newKeySet();
        RunDetail end;
        try (ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> sampling = sampler.scheduleWithFixedDelay(
                    () -> seen.addAll(Commands.containing(canary)), 0, 20, TimeUnit.MILLISECONDS);
            RunId run = project.run("has a secret");
            end = project.awaitEnd(run);
            assertThat(sampling.isDone()).as("sampling was given up").isFalse();
            sampler.shutdownNow();
        }
        assertThat(end.run().state()).as(end.run().failureMessage()).isEqualTo(RunState.SUCCEEDED);
        assertThat(TestingProject.step(end, "staging", "provision", "-")
                        .orElseThrow()
                        .state())
                .isEqualTo(StepState.SUCCEEDED);
        RunningStack.await("delivery of the secret both ways", 20, () -> deliveries(project, canary) == 2);
        assertThat(seen).as("command lines").isEmpty();
        assertThat(search.everywhere(stack)).as("kept by the installation").isEmpty();
    }

    /** The same search finds what is planted: else the test above would prove nothing. */
    @Test
    void isFoundWhereverItIsPlanted() throws Exception {
        String canary = "planted-" + UUID.randomUUID();
        SecretSearch search = new SecretSearch(canary);
        assertThat(search.everywhere(stack)).isEmpty();

        try (Database database = stack.database()) {
            database.jdbi().useHandle(handle -> {
                handle.execute("create table planted (text text, bytes bytea)");
                handle.execute("insert into planted values (?, ?)", canary, canary.getBytes(StandardCharsets.UTF_8));
            });
            assertThat(search.tables(database)).hasSize(2).allMatch(hit -> hit.contains("planted"));
            database.jdbi().useHandle(handle -> handle.execute("drop table planted"));
        }
        plantInTemporal(canary);
        Path log = stack.installation().logs().resolve("planted.log");
        Files.writeString(log, "x".repeat((8 << 20) - 10) + canary);
        List<String> hits = search.files(stack.installation().root());
        assertThat(hits).anyMatch(hit -> hit.startsWith("logs/planted.log"));
        assertThat(hits).anyMatch(hit -> hit.startsWith("data/temporal/"));
        Files.delete(log);

        Process process = new ProcessBuilder("sh", "-c", "read line", canary).start();
        try {
            RunningStack.await(
                    "command line", 10, () -> !Commands.containing(canary).isEmpty());
        } finally {
            process.destroyForcibly().waitFor();
        }
        for (int shift = 0; shift < 3; shift++) {
            byte[] around = ("z".repeat(shift) + canary + "zz").getBytes(StandardCharsets.UTF_8);
            assertThat(search.found(Base64.getEncoder().encodeToString(around))).isNotEmpty();
        }
    }

    private void plantInTemporal(String canary) {
        TemporalSettings settings =
                new TemporalSettings("127.0.0.1:" + stack.installation().ports().temporal(), "default", "");
        TestingProject project = TestingProject.create(stack, "planted").environment("staging", "class: staging");
        project.pipelineFile("""
                tasks: [{name: build, driver: mock, config: {runFor: 30s}, resources: {cpu: 10, memory: 8MiB}}]
                stages: [{name: staging, environment: staging, jobs: [{name: web, file: web.job.yaml}]}]
                """).jobFile("web", JOB.replaceAll("(?m)^ *secrets:.*\n", ""));
        RunId run = project.run("planted");
        project.awaitStep(run, "-", "tasks", StepState.RUNNING);
        try (TemporalConnection temporal = new TemporalConnection(settings)) {
            temporal.client().newUntypedWorkflowStub(run.workflowId()).signal("planted", canary);
        }
        project.cancel(run);
        project.awaitEnd(run);
    }

    /** How often the task wrote the digest of what it got; the digest tells nothing about a random value. */
    private long deliveries(TestingProject project, String canary) {
        try (SlipwayClient dora = stack.as("dora")) {
            String allocation =
                    project.job("staging", "web").allocations().getFirst().id();
            byte[] output =
                    dora.logs().read(allocation, "web", "stdout", 0, 1 << 16).bytes();
            String log = new String(output, StandardCharsets.UTF_8);
            return log.lines().filter(line -> line.startsWith(sha256(canary))).count();
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
