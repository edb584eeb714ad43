package dev.slipway.model.files;

import dev.slipway.model.Problem;
import java.util.List;
import java.util.Map;

/** Holds pipelines and jobs against what operators fixed. A file may tighten; what it does not mention is tightened for it. */
public final class GuardCheck {
    private final ProjectFile project;
    private final PipelineRegistration registration;
    private final Map<String, EnvironmentFile> environments;

    /** @param environments those of the project, by name; with {@code build} when it has guards */
    public GuardCheck(
            ProjectFile project, PipelineRegistration registration, Map<String, EnvironmentFile> environments) {
        this.project = project;
        this.registration = registration;
        this.environments = Map.copyOf(environments);
    }

    /** Every stage as it holds, or every floor that is weakened. */
    public Guarded check(PipelineFile pipeline, SourceMap source) {
        throw new UnsupportedOperationException("not built yet " + project + registration + environments);
    }

    /** Floors of the stage's environment that a job of the stage weakens: drivers and automatic revert. */
    public static List<Problem> checkJob(EffectiveStage stage, JobFile job, SourceMap source) {
        throw new UnsupportedOperationException("not built yet");
    }
}
