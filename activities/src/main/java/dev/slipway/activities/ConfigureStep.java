package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.UpdateSpec;
import dev.slipway.store.Database;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.content.SecretName;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.StateAddress;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.placement.NewDeployment;
import dev.slipway.store.run.Transition;
import dev.slipway.store.run.Transitions;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Step 6: the allowed versions and their rollouts become rows; and whether what was allowed is still what there is. */
final class ConfigureStep {
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Database database;
    private final SealedSecretStore secrets;
    private final InfraStates states;

    ConfigureStep(Database database, SealedSecretStore secrets, InfraStates states) {
        this.database = database;
        this.secrets = secrets;
        this.states = states;
    }

    /** True when base versions and infrastructure state are still those the request saw. */
    boolean fresh(RunRef run, String stage, RequestResult request) {
        ResolvedRequest resolved = database.jdbi().withHandle(handle -> Stored.request(handle, run, stage, request));
        boolean sameBase = database.jdbi()
                .withHandle(handle -> resolved.base().entrySet().stream()
                        .allMatch(base -> RequestStep.current(handle, JobKey.of(base.getKey()))
                                .equals(base.getValue())));
        ResolvedRequest.PlanRef plan = resolved.plan();
        if (plan == null || !sameBase) {
            return sameBase;
        }
        StateAddress address = new StateAddress(run.project(), resolved.environment(), plan.module());
        return states.serial(address) == plan.stateSerial();
    }

    ConfigureResult configure(RunRef run, String stage, RequestResult request) {
        ResolvedRequest resolved = database.jdbi().withHandle(handle -> Stored.request(handle, run, stage, request));
        requireSecrets(run, resolved.jobs());
        return database.inTransaction(handle -> {
            admit(handle, run, stage, resolved.decisionId());
            List<DeploymentInput> deployments = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            for (JobSpec job : resolved.jobs()) {
                JobKey key = new JobKey(run.project(), resolved.environment(), job.region(), job.name());
                long version = Jobs.registerVersion(handle, key, job, run.workflowId());
                String once = run.key(stage, StepName.CONFIGURE, job.name());
                deployments.add(register(handle, run, key, job, version, once, resolved.decisionId()));
                texts.add(job.name() + " version " + version);
            }
            return new ConfigureResult(deployments, String.join(", ", texts));
        });
    }

    /** Uses the allow of the request for going on with the stage; provisioning and configuring are one transition. */
    static void admit(Handle handle, RunRef run, String stage, String decisionId) {
        Transitions.ride(
                handle,
                new Transition(
                        run.workflowId(), run.generation(), stage, StepName.REQUEST.text(), "admit", decisionId));
    }

    static DeploymentInput register(
            Handle handle, RunRef run, JobKey key, JobSpec job, long version, String once, String decisionId) {
        long number = Deployments.create(handle, new NewDeployment(key, version, run.workflowId(), once, decisionId));
        return new DeploymentInput(
                key.text(), number, job.update().autoRevert(), deadline(job).toMillis());
    }

    /** Each instance may take up to the progress deadline; the scheduler gives up earlier when it sees no progress. */
    private static Duration deadline(JobSpec job) {
        UpdateSpec update = job.update();
        int instances = Math.max(
                1, job.groups().stream().mapToInt(group -> group.count()).sum());
        Duration whole = update.progressDeadline().multipliedBy(instances).plus(SLACK);
        return whole.compareTo(LONGEST) < 0 ? whole : LONGEST;
    }

    private void requireSecrets(RunRef run, List<JobSpec> jobs) {
        Map<String, Set<String>> named =
                jobs.stream().collect(Collectors.toMap(JobSpec::name, ConfigureStep::secretNames, (one, other) -> one));
        if (named.values().stream().allMatch(Set::isEmpty)) {
            return;
        }
        Set<String> known =
                secrets.list(run.project()).stream().map(SecretName::name).collect(Collectors.toSet());
        named.forEach((job, names) -> names.stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new SlipwayException(
                            ErrorCode.CONFIGURE_CONFLICT,
                            "job " + job + " needs secret " + name + ", which the project lacks");
                }));
    }

    private static Set<String> secretNames(JobSpec job) {
        return job.groups().stream()
                .flatMap(group -> group.tasks().stream())
                .flatMap(task -> task.secrets().stream())
                .map(secret -> secret.name())
                .collect(Collectors.toSet());
    }
}
