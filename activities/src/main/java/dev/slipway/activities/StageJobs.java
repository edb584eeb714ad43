package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.GuardCheck;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.JobResolver;
import dev.slipway.model.files.SourceMap;
import dev.slipway.model.files.Stage.BeforeJob;
import dev.slipway.model.files.Stage.StageJob;
import dev.slipway.model.files.Values;
import dev.slipway.model.files.Values.ArtifactValue;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.store.infra.StoredPlan;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolves the values of a stage's jobs, once: from here on a job is an immutable spec with a digest. */
final class StageJobs {
    private final Definitions definitions;
    private final JobResolver resolver = new JobResolver();

    StageJobs(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Values references of the stage stand for; outputs of its module as far as the plan knows them. */
    static Values values(RunRow run, EffectiveStage stage, List<RunArtifact> artifacts, @Nullable StoredPlan plan) {
        Map<String, ArtifactValue> byName = new HashMap<>();
        artifacts.forEach(
                artifact -> byName.put(artifact.name(), new ArtifactValue(artifact.uri(), artifact.digest())));
        return new Values(run.id(), run.commitId(), stage.environment().name(), byName, Map.of(), outputs(plan));
    }

    /**
     * Jobs to roll out, in their order.
     *
     * @throws SlipwayException PIPELINE_INVALID or GUARD_WEAKENED, with every problem of a job at once
     */
    List<JobSpec> rolled(EffectiveStage stage, Digest tree, Values values) {
        return stage.jobs().stream()
                .map(job -> rolled(stage, job, tree, values))
                .toList();
    }

    /** Batch jobs that run before the rollout. */
    List<JobSpec> before(EffectiveStage stage, Digest tree, Values values) {
        return stage.before().stream()
                .map(job -> before(stage, job, tree, values))
                .toList();
    }

    private JobSpec rolled(EffectiveStage stage, StageJob job, Digest tree, Values values) {
        JobFile file = file(stage, tree, job.file());
        return resolver.resolve(file, stage, job, values).orThrow(ErrorCode.PIPELINE_INVALID);
    }

    private JobSpec before(EffectiveStage stage, BeforeJob job, Digest tree, Values values) {
        JobFile file = file(stage, tree, job.job());
        JobSpec spec = resolver.resolve(file, stage, job, values).orThrow(ErrorCode.PIPELINE_INVALID);
        if (spec.type() != JobType.BATCH) {
            throw new SlipwayException(
                    ErrorCode.PIPELINE_INVALID,
                    "job " + job.name() + " runs before the rollout and must be of type batch");
        }
        return spec;
    }

    /** Floors may have risen since the commit was read. */
    private JobFile file(EffectiveStage stage, Digest tree, String path) {
        JobFile file = definitions.job(tree, path);
        List<Problem> weakened = GuardCheck.checkJob(stage, file, SourceMap.NONE);
        if (!weakened.isEmpty()) {
            throw new SlipwayException(
                    ErrorCode.GUARD_WEAKENED, path + ": " + weakened.getFirst().message(), weakened);
        }
        return file;
    }

    private static Map<String, JsonNode> outputs(@Nullable StoredPlan plan) {
        Map<String, JsonNode> known = new HashMap<>();
        if (plan != null) {
            plan.redactedJson()
                    .path("planned_values")
                    .path("outputs")
                    .properties()
                    .forEach(output -> {
                        JsonNode value = output.getValue().path("value");
                        if (!output.getValue().path("sensitive").asBoolean()
                                && !value.isMissingNode()
                                && !value.isNull()) {
                            known.put(output.getKey(), value);
                        }
                    });
        }
        return known;
    }
}
