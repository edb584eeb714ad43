package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.PipelineTask.TaskArtifact;
import dev.slipway.model.files.reference.Substitution;
import dev.slipway.model.spec.ArtifactSpec;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.LogsSpec;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.model.spec.RestartSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import dev.slipway.model.spec.UpdateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a batch job of a pipeline task: one group, one task, no restarts, the commit's tree as its working directory. */
public final class PipelineTaskJob {
    /** Name of the only group. */
    public static final String GROUP = "task";

    private static final RestartSpec NEVER =
            new RestartSpec(0, Duration.ofHours(24), Duration.ZERO, RestartSpec.Mode.FAIL);

    private PipelineTaskJob() {}

    /**
     * @param jobName name in environment {@code build}
     * @param nodePool pool of the project's builds
     * @param tree tree artifact of the commit, unpacked at {@code .}
     * @param values of run and commit
     */
    public static Parsed<JobSpec> of(PipelineTask task, String jobName, String nodePool, Digest tree, Values values) {
        Substitution substitution = new Substitution(new ValueLookup(values), SourceMap.NONE);
        JsonNode config = substitution.apply(ModelJson.mapper().valueToTree(task.config()), "/config");
        JsonNode env = substitution.apply(ModelJson.mapper().valueToTree(task.env()), "/env");
        if (!substitution.problems().isEmpty()) {
            return new Parsed.Invalid<>(substitution.problems());
        }
        TaskSpec spec = new TaskSpec(
                task.name(),
                task.driver(),
                objects((ObjectNode) config),
                texts((ObjectNode) env),
                task.resources(),
                List.of(new ArtifactSpec(tree, ".", true)),
                outputs(task),
                List.of(),
                "SIGTERM",
                Duration.ofSeconds(5),
                LogsSpec.DEFAULT,
                task.timeout());
        TaskGroup group = new TaskGroup(GROUP, 1, List.of(spec), List.of(), List.of(), NEVER, null);
        return new Parsed.Valid<>(new JobSpec(
                jobName, JobType.BATCH, "local", nodePool, 50, List.of(group), UpdateSpec.DEFAULT, Map.of()));
    }

    private static List<OutputSpec> outputs(PipelineTask task) {
        List<OutputSpec> outputs = new ArrayList<>();
        for (TaskArtifact artifact : task.artifacts()) {
            outputs.add(new OutputSpec(artifact.name(), artifact.path(), OutputSpec.Kind.ARTIFACT));
        }
        int number = 1;
        for (String glob : task.reports().junit()) {
            outputs.add(new OutputSpec(Reports.OUTPUT_PREFIX + number, glob, OutputSpec.Kind.REPORT));
            number++;
        }
        return outputs;
    }

    private static Map<String, Object> objects(ObjectNode node) {
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties()
                .forEach(entry ->
                        values.put(entry.getKey(), ModelJson.mapper().convertValue(entry.getValue(), Object.class)));
        return values;
    }

    private static Map<String, String> texts(ObjectNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }
}
