package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import java.util.List;

/**
 * A pipeline of a commit as it holds.
 *
 * @param stages tightened by the floors of project and environments
 */
record Definition(
        PipelineFile pipeline, ProjectFile project, PipelineRegistration registration, List<EffectiveStage> stages) {
    Definition {
        stages = List.copyOf(stages);
    }

    /** The stage of that name; NOT_FOUND when there is none. */
    EffectiveStage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.NOT_FOUND, "pipeline " + pipeline.name() + " has no stage " + name));
    }
}
