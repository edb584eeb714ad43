package dev.slipway.model.files;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The path of a repository from commit to running jobs, {@code slipway.yaml}; {@code kind: Pipeline}. */
public record PipelineFile(String apiVersion, FileKind kind, Metadata metadata, Spec spec) {
    public PipelineFile {
        Objects.requireNonNull(metadata, "metadata is null");
        Objects.requireNonNull(spec, "spec is null");
    }

    public String name() {
        return metadata.name();
    }

    /** Digest of the content, whatever its layout and comments. */
    public Digest digest() {
        return ModelJson.digest(this);
    }

    /** The task of that name; TASK_UNKNOWN when there is none. */
    public PipelineTask task(String name) {
        return spec.tasks.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SlipwayException(ErrorCode.TASK_UNKNOWN, "pipeline " + name() + " has no task " + name));
    }

    /** The stage of that name; NOT_FOUND when there is none. */
    public Stage stage(String name) {
        return spec.stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SlipwayException(ErrorCode.NOT_FOUND, "pipeline " + name() + " has no stage " + name));
    }

    /**
     * What happens to a commit.
     *
     * @param triggers which pushes start a run, and when it starts by itself; every push when empty
     * @param tasks step 3, a DAG by {@code needs}; empty when artifacts are handed over or none is needed
     * @param request step 4, for every stage
     * @param stages in order, at least one
     * @param respond step 8
     */
    public record Spec(
            List<Trigger> triggers,
            List<PipelineTask> tasks,
            RequestSection request,
            List<Stage> stages,
            Respond respond) {
        public Spec {
            triggers = triggers == null ? List.of() : List.copyOf(triggers);
            tasks = tasks == null ? List.of() : List.copyOf(tasks);
            request = request == null ? RequestSection.NONE : request;
            stages = stages == null ? List.of() : List.copyOf(stages);
            respond = respond == null ? Respond.NONE : respond;
        }

        /** The points in time among the triggers, in order. */
        public List<Trigger.Schedule> schedules() {
            return triggers.stream()
                    .map(Trigger::schedule)
                    .flatMap(Stream::ofNullable)
                    .toList();
        }
    }
}
