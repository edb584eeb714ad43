package dev.slipway.model.files;

import dev.slipway.model.spec.ResourcesSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One batch job of step 3; it runs in the commit's source tree.
 *
 * @param name unique in the pipeline
 * @param driver {@code exec} when absent
 * @param config what that driver understands; may name {@code ${run.id|commit}}
 * @param env plain values; may name {@code ${run.id|commit}}
 * @param resources limits, defaults when absent
 * @param needs tasks that must succeed first
 * @param timeout longest run time, 30 min when absent
 * @param artifacts files kept by digest; a missing one fails the task
 * @param reports test reports to read
 */
public record PipelineTask(
        String name,
        String driver,
        Map<String, Object> config,
        Map<String, String> env,
        ResourcesSpec resources,
        List<String> needs,
        Duration timeout,
        List<TaskArtifact> artifacts,
        Reports reports) {
    public PipelineTask {
        Objects.requireNonNull(name, "name is null");
        driver = driver == null ? "exec" : driver;
        config = config == null ? Map.of() : Map.copyOf(config);
        env = env == null ? Map.of() : Map.copyOf(env);
        resources = resources == null ? ResourcesSpec.DEFAULT : resources;
        needs = needs == null ? List.of() : List.copyOf(needs);
        timeout = timeout == null ? Duration.ofMinutes(30) : timeout;
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        reports = reports == null ? Reports.NONE : reports;
    }

    /**
     * Files kept by digest.
     *
     * @param name artifact name, unique in the pipeline
     * @param path file or glob below the source tree; several files become one {@code .tar.gz}
     */
    public record TaskArtifact(String name, String path) {
        public TaskArtifact {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(path, "path is null");
        }
    }
}
