package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;

/** Steps 4 and 5 as far as they run a program, on queue {@link Queues#PROVISION}. */
@ActivityInterface(namePrefix = "Provision")
public interface ProvisionActivities {
    PlanResult plan(RunRef run, String stage, String tree);

    /** Applies exactly the plan that was allowed; rides on the decision of the request. */
    String apply(RunRef run, String stage, String tree, PlanResult plan, String decisionId);
}
