package dev.slipway.model.files;

import dev.slipway.model.files.EnvironmentFile.EnvironmentClass;
import dev.slipway.model.files.Stage.BeforeJob;
import dev.slipway.model.files.Stage.HandOver;
import dev.slipway.model.files.Stage.Provision;
import dev.slipway.model.files.Stage.StageJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A stage as it holds: the pipeline's wishes tightened by every floor of project and environment.
 *
 * @param stage the stage as the file has it
 * @param environment the environment it goes to
 * @param request requests of pipeline and stage together, with every policy set that must be asked
 * @param approval what an approval takes
 * @param rollout pacing with a demanded automatic revert switched on
 * @param handOvers the stage's own and the demanded ones
 */
public record EffectiveStage(
        Stage stage,
        EnvironmentFile environment,
        RequestSection request,
        ApprovalTerms approval,
        Rollout rollout,
        List<HandOver> handOvers) {
    public EffectiveStage {
        handOvers = List.copyOf(handOvers);
    }

    public String name() {
        return stage.name();
    }

    public EnvironmentClass environmentClass() {
        return environment.spec().environmentClass();
    }

    /** The module the stage provisions, with its variables. */
    public Optional<Provision> provision() {
        return Optional.ofNullable(stage.provision());
    }

    /** Names of provisioned modules; one at most. */
    public List<String> moduleNames() {
        return provision().map(provision -> List.of(provision.module())).orElse(List.of());
    }

    /** Jobs ordered so that each comes after those it depends on, otherwise in the order of the file. */
    public List<StageJob> jobs() {
        return Graph.ordered(stage.jobs(), StageJob::name, StageJob::dependsOn);
    }

    public List<BeforeJob> before() {
        return stage.before();
    }

    /** How long an approval may take; zero when nobody has to approve. */
    public Duration approvalTimeout() {
        return approval.needed() ? approval.timeout() : Duration.ZERO;
    }

    /** What the stage decides about a job called {@code jobName} in the environment. */
    public JobTarget target(String jobName) {
        return new JobTarget(
                jobName, environment.spec().region(), environment.spec().nodePool(), rollout);
    }
}
