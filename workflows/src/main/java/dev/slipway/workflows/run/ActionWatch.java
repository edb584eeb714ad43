package dev.slipway.workflows.run;

import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunRef;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what people asked for while the run is on its way. A message alone changes nothing: an action counts when its
 * stored row checks out, and messages without a row behind them are recorded.
 */
final class ActionWatch {
    private final RunRef run;
    private final RunActivities activities;
    private final Inbox inbox;
    private final CancellationScope steps;
    private @Nullable String cancelledBy;
    private boolean over;

    ActionWatch(RunRef run, RunActivities activities, Inbox inbox, CancellationScope steps) {
        this.run = run;
        this.activities = activities;
        this.inbox = inbox;
        this.steps = steps;
    }

    /** Returns when {@link #end} was called; to be run beside the steps. */
    void watch() {
        Workflow.newDetachedCancellationScope(() -> {
                    while (!over) {
                        Workflow.await(() -> inbox.hasActions() || inbox.hasStrange() || over);
                        look();
                    }
                })
                .run();
    }

    void end() {
        over = true;
    }

    /** Who cancelled the run and why; null when nobody did through an action. */
    @Nullable
    String cancelledBy() {
        return cancelledBy;
    }

    private void look() {
        while (!over && inbox.hasActions()) {
            String action = inbox.nextAction();
            attempt("action " + action, () -> apply(activities.useAction(run, action)));
        }
        while (!over && inbox.hasStrange()) {
            String key = inbox.nextStrange();
            attempt("hint " + key, () -> activities.answer(run.workflowId(), key, true));
        }
    }

    private void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (ActivityFailure e) {
            Workflow.getLogger(ActionWatch.class).warn("{} was not looked at", what, e);
        }
    }

    private void apply(ActionVerdict verdict) {
        if (!verdict.valid()) {
            return;
        }
        switch (verdict.kind()) {
            case "cancel" -> {
                cancelledBy = verdict.principalName() + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason());
                steps.cancel(cancelledBy);
            }
            case "approve", "reject" -> inbox.add(new Fact(ApprovalFlow.hint(run, verdict.stage())));
            default -> {
                // Kinds without a meaning for a run were refused by useAction.
            }
        }
    }
}
