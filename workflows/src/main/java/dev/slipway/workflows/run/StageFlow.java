package dev.slipway.workflows.run;

import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps 4 to 8 of one stage, in the order: lock, request, approval, freshness, provision, configure, job, hand-over. */
final class StageFlow {
    private final StageScope scope;
    private final StageLock lock;
    private final boolean last;
    private boolean over;
    private StepName step = StepName.REQUEST;

    /** @param last whether the run ends after it and with it everything the run holds */
    StageFlow(StageScope scope, boolean last) {
        this.scope = scope;
        this.last = last;
        this.lock = new StageLock(scope);
    }

    /** Runs the stage; throws {@link StepFailure} when a step ends badly. */
    void execute() {
        try {
            if (scope.run().dryRun()) {
                rehearse();
            } else {
                path();
            }
            over = last;
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            throw StepFailure.of(scope.name(), step, e);
        } finally {
            // The end of the run, which follows at once, releases what the last stage held.
            if (!over) {
                lock.releaseAnyway();
            }
        }
    }

    private void path() {
        lock.take(StepState.QUEUED);
        Requested requested = request();
        String text = requested.request().summary();
        if (scope.stage().approvalMillis() > 0) {
            requested = approved(requested);
            text = requested.approval();
        }
        scope.step(StepName.REQUEST, StepState.SUCCEEDED, text);
        provision(requested);
        ConfigureResult configured = configure(requested.request());
        rollOut(requested.request(), configured);
        begin(StepName.RESPOND);
        new HandOverFlow(scope).execute(requested.request());
        scope.step(StepName.RESPOND, StepState.SUCCEEDED, "");
    }

    private Requested request() {
        begin(StepName.REQUEST);
        PlanResult plan = null;
        if (!scope.stage().modules().isEmpty()) {
            plan = Stubs.provision("plan " + scope.name())
                    .plan(scope.run(), scope.name(), scope.commit().tree());
        }
        RequestInput input =
                new RequestInput(scope.run(), scope.name(), scope.commit().tree(), plan);
        return new Requested(scope.activities().request(input), plan, "");
    }

    /** The lock is not held while people think; what they agreed to must still be true afterwards. */
    private Requested approved(Requested requested) {
        Requested current = requested;
        while (true) {
            lock.release();
            String approval = new ApprovalFlow(scope).await(current.request());
            lock.take(StepState.WAITING);
            if (scope.activities().fresh(scope.run(), scope.name(), current.request())) {
                return new Requested(current.request(), current.plan(), approval);
            }
            Requested again = request();
            if (again.request().digest().equals(current.request().digest())) {
                return new Requested(again.request(), again.plan(), approval);
            }
            current = again;
        }
    }

    private void provision(Requested requested) {
        PlanResult plan = requested.plan();
        if (plan == null || plan.empty()) {
            String why = plan == null ? "no infrastructure module" : "the plan changes nothing";
            scope.step(StepName.PROVISION, StepState.SKIPPED, why);
            return;
        }
        begin(StepName.PROVISION);
        String decision = requested.request().decisionId();
        String summary = Stubs.provision("apply " + scope.name())
                .apply(scope.run(), scope.name(), scope.commit().tree(), plan, decision);
        scope.step(StepName.PROVISION, StepState.SUCCEEDED, summary);
    }

    private ConfigureResult configure(RequestResult request) {
        begin(StepName.CONFIGURE);
        ConfigureResult configured = scope.activities().configure(scope.run(), scope.name(), request);
        scope.step(StepName.CONFIGURE, StepState.SUCCEEDED, configured.summary());
        return configured;
    }

    private void rollOut(RequestResult request, ConfigureResult configured) {
        begin(StepName.JOB);
        new BeforeFlow(scope).execute(request);
        String text = Rollouts.run(scope.name(), configured.deployments(), "");
        scope.step(StepName.JOB, StepState.SUCCEEDED, text);
    }

    private void rehearse() {
        Requested requested = request();
        String text = requested.request().summary();
        scope.step(StepName.REQUEST, StepState.SUCCEEDED, text);
        scope.step(StepName.PROVISION, StepState.SKIPPED, "dry run: " + changes(requested.plan()));
        for (StepName skipped : List.of(StepName.CONFIGURE, StepName.JOB)) {
            scope.step(skipped, StepState.SKIPPED, "dry run: " + text);
        }
        scope.step(StepName.RESPOND, StepState.SKIPPED, "dry run: nobody is told");
    }

    private static String changes(@Nullable PlanResult plan) {
        return plan == null
                ? "no infrastructure module"
                : plan.creates() + " to add, " + plan.updates() + " to change, " + plan.deletes() + " to destroy";
    }

    private void begin(StepName next) {
        step = next;
        scope.step(next, StepState.RUNNING, "");
    }

    private record Requested(
            RequestResult request, @Nullable PlanResult plan, String approval) {}
}
