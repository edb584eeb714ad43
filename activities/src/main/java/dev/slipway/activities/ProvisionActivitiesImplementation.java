package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.spi.Provisioner;
import dev.slipway.model.spi.Provisioner.InfraPlan;
import dev.slipway.model.spi.Provisioner.InfraResult;
import dev.slipway.store.Database;
import dev.slipway.store.infra.InfraPlans;
import dev.slipway.store.infra.InfraStates;
import dev.slipway.store.infra.StateAddress;
import dev.slipway.store.infra.StoredPlan;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.ProvisionActivities;
import dev.slipway.workflows.api.RunRef;
import java.util.Optional;

/** Steps 4 and 5 as far as they run a program: plans made, and applied exactly as they were allowed. */
final class ProvisionActivitiesImplementation implements ProvisionActivities {
    private final Database database;
    private final ModuleWork work;
    private final Provisioner provisioner;
    private final InfraPlans plans;
    private final InfraStates states;

    ProvisionActivitiesImplementation(
            Database database, ModuleWork work, Provisioner provisioner, InfraPlans plans, InfraStates states) {
        this.database = database;
        this.work = work;
        this.provisioner = provisioner;
        this.plans = plans;
        this.states = states;
    }

    @Override
    public PlanResult plan(RunRef run, String stage, String tree) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> {
            ModuleWork.Module module = work.find(run, stage, new Digest(tree));
            String key = run.key(stage, StepName.REQUEST, "plan");
            Optional<StoredPlan> earlier = plans.get(key);
            if (earlier.isPresent() && current(earlier.get())) {
                return result(earlier.get());
            }
            InfraPlan plan = work.in(module, workspace -> provisioner.plan(workspace, line -> progress.run()));
            return result(stored(run, module.address(), key, plan, earlier));
        }));
    }

    @Override
    public String apply(RunRef run, String stage, String tree, PlanResult plan, String decisionId) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> {
            StoredPlan stored = plans.get(plan.key())
                    .filter(found -> found.digest().value().equals(plan.digest()))
                    .orElseThrow(() -> new SlipwayException(ErrorCode.PLAN_STALE, "the allowed plan is gone"));
            if (stored.applied()) {
                return text(stored);
            }
            database.useTransaction(handle -> ConfigureStep.admit(handle, run, stage, decisionId));
            InfraPlan opened = plans.load(plan.key()).orElseThrow();
            ModuleWork.Module module = work.find(run, stage, new Digest(tree));
            InfraResult result = work.in(
                    module,
                    workspace -> provisioner.apply(workspace, opened, opened.planFile(), line -> progress.run()));
            return text(plans.markApplied(plan.key(), stored.digest(), result));
        }));
    }

    private boolean current(StoredPlan plan) {
        return plan.applied() || states.serial(plan.address()) == plan.stateSerial();
    }

    /** A plan whose state moved on is given up for the newer one. */
    private StoredPlan stored(
            RunRef run, StateAddress address, String key, InfraPlan plan, Optional<StoredPlan> earlier) {
        return earlier.map(old -> plans.replace(key, address, run.workflowId(), plan, old.digest()))
                .orElseGet(() -> plans.put(key, address, run.workflowId(), plan));
    }

    private static PlanResult result(StoredPlan plan) {
        return new PlanResult(
                plan.key(), plan.digest().value(), plan.empty(), plan.creates(), plan.updates(), plan.deletes());
    }

    private static String text(StoredPlan plan) {
        return plan.creates() + " added, " + plan.updates() + " changed, " + plan.deletes() + " destroyed";
    }
}
