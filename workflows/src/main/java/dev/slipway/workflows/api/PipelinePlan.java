package dev.slipway.workflows.api;

import java.util.List;

/**
 * What the workflow needs of a pipeline file: names and order, never bulk.
 *
 * @param tasks pipeline tasks, empty when artifacts are handed over
 * @param stages in order, at least one
 */
public record PipelinePlan(String digest, List<TaskPlan> tasks, List<StagePlan> stages) {
    public PipelinePlan {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
        stages = List.copyOf(stages);
    }

    /**
     * @param needs names of tasks that must succeed first
     * @param timeoutMillis longest run time
     */
    public record TaskPlan(String name, List<String> needs, long timeoutMillis) {
        public TaskPlan {
            needs = needs == null ? List.of() : List.copyOf(needs);
        }
    }

    /**
     * @param modules names of infrastructure modules the stage provisions; at most one today
     * @param jobs in the order of their dependencies
     * @param before jobs run once before the rollout
     * @param approvalMillis how long an approval may take, 0 when none is needed
     * @param handOvers systems asked after the rollout
     */
    public record StagePlan(
            String name,
            String environment,
            List<String> modules,
            List<JobPlan> jobs,
            List<String> before,
            long approvalMillis,
            List<HandOverPlan> handOvers) {
        public StagePlan {
            modules = modules == null ? List.of() : List.copyOf(modules);
            jobs = List.copyOf(jobs);
            before = before == null ? List.of() : List.copyOf(before);
            handOvers = handOvers == null ? List.of() : List.copyOf(handOvers);
        }
    }

    /** @param name job name */
    public record JobPlan(String name) {}

    /** @param onFailure {@code fail}, {@code revert} or {@code warn} */
    public record HandOverPlan(String system, long timeoutMillis, String onFailure) {}
}
