package dev.slipway.stack.bench;

import dev.slipway.client.FileBody;
import dev.slipway.client.ResourceName;
import dev.slipway.client.SlipwayClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is run: {@code slots} pipelines, each with a job and an environment of its own, so that runs at the same time do
 * not wait for each other's locks.
 *
 * @param slots number of pipelines, 1 and up
 * @param tasks lines of the pipeline file that say what its tasks are; empty for none
 */
record Workload(int slots, String tasks) {
    static final String PROJECT = "bench";

    private static final String JOB = """
            apiVersion: slipway/v1
            kind: Job
            metadata: {name: %1$s}
            spec:
              type: service
              meta: {owner: benchmark}
              update: {maxParallel: 1, minHealthyTime: 0s, healthyDeadline: 30s, progressDeadline: 60s}
              groups:
                - name: main
                  count: 1
                  tasks:
                    - {name: main, driver: mock, env: {RUN: "${run.id}"}, resources: {cpu: 10, memory: 16MiB}}
            """;

    private static final String PIPELINE = """
            apiVersion: slipway/v1
            kind: Pipeline
            metadata: {name: %1$s}
            spec:
            %2$s  stages:
                - {name: only, environment: %1$s, jobs: [{name: %1$s, file: %1$s.job.yaml}]}
            """;

    /** Name of the pipeline, environment and job of a slot, from 0. */
    static String slot(int number) {
        return "slot-" + (number + 1);
    }

    /** Makes the repository and registers everything as an operator. */
    BenchRepository prepare(Path folder, SlipwayClient operator) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int number = 0; number < slots; number++) {
            files.put(slot(number) + ".yaml", PIPELINE.formatted(slot(number), tasks));
            files.put(slot(number) + ".job.yaml", JOB.formatted(slot(number)));
        }
        BenchRepository repository = BenchRepository.create(folder, files);
        apply(operator, ResourceName.project(PROJECT), """
                apiVersion: slipway/v1
                kind: Project
                metadata: {name: %s}
                spec: {build: {nodePool: build}}
                """.formatted(PROJECT));
        for (int number = 0; number < slots; number++) {
            register(operator, slot(number), repository);
        }
        return repository;
    }

    private static void register(SlipwayClient operator, String slot, BenchRepository repository) {
        apply(operator, ResourceName.environment(PROJECT, slot), """
                apiVersion: slipway/v1
                kind: Environment
                metadata: {name: %s, project: %s}
                spec: {class: staging, nodePool: default}
                """.formatted(slot, PROJECT));
        apply(operator, ResourceName.pipeline(PROJECT, slot), """
                apiVersion: slipway/v1
                kind: PipelineRegistration
                metadata: {name: %1$s, project: %2$s}
                spec: {repository: "%3$s", path: %1$s.yaml, protectedRefs: [refs/heads/main]}
                """.formatted(slot, PROJECT, repository.folder()));
    }

    private static void apply(SlipwayClient operator, ResourceName name, String text) {
        operator.registry().apply(name, FileBody.yaml(text));
    }
}
