package dev.slipway.activities;

import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.PipelineTask;
import dev.slipway.model.files.Stage.BeforeJob;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.files.Stage.StageJob;
import dev.slipway.workflows.api.PipelinePlan;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.JobPlan;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PipelinePlan.TaskPlan;
import java.util.List;
import java.util.stream.Stream;

/** What the workflow has to know of a definition: names, order and time limits. */
final class PlanOf {
    private PlanOf() {}

    static PipelinePlan definition(Definition definition) {
        return new PipelinePlan(
                definition.pipeline().digest().value(),
                definition.pipeline().spec().tasks().stream().map(PlanOf::task).toList(),
                definition.stages().stream().map(PlanOf::stage).toList());
    }

    /** Job files a stage uses. */
    static List<String> jobFiles(EffectiveStage stage) {
        return Stream.concat(
                        stage.jobs().stream().map(StageJob::file),
                        stage.before().stream().map(BeforeJob::job))
                .distinct()
                .toList();
    }

    private static TaskPlan task(PipelineTask task) {
        return new TaskPlan(task.name(), task.needs(), task.timeout().toMillis());
    }

    private static StagePlan stage(EffectiveStage stage) {
        return new StagePlan(
                stage.name(),
                stage.environment().name(),
                stage.moduleNames(),
                stage.jobs().stream().map(job -> new JobPlan(job.name())).toList(),
                stage.before().stream().map(BeforeJob::name).toList(),
                stage.approvalTimeout().toMillis(),
                stage.handOvers().stream().map(PlanOf::handOver).toList());
    }

    private static HandOverPlan handOver(HandOver system) {
        return new HandOverPlan(
                system.system(), system.timeout().toMillis(), system.onFailure().text());
    }
}
