package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.api.LockGrant;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** The lock of a stage's jobs in their environment: taken, waited for, released. */
final class StageLock {
    private static final Duration BUDGET = Duration.ofHours(24);

    private final StageScope scope;
    private int requests;
    private boolean held;

    StageLock(StageScope scope) {
        this.scope = scope;
    }

    /**
     * Takes the lock; each call is a request of its own, which queues at the end.
     *
     * @param blocked state the step {@code request} has while others hold the lock
     */
    void take(StepState blocked) {
        requests++;
        String item = "lock-" + requests;
        // Before the call: a cancel may arrive while the ticket is already written.
        held = true;
        LockGrant grant = ask(item);
        if (grant.granted()) {
            return;
        }
        String text = "lock of environment " + scope.stage().environment()
                + (grant.holder().isEmpty() ? "" : ", held by " + grant.holder());
        scope.step(StepName.REQUEST, blocked, "waits for " + text);
        scope.waiting(text);
        Optional<LockGrant> granted = scope.inbox().await(grant.waitKey(), BUDGET, hinted -> {
            LockGrant seen = ask(item);
            return seen.granted() ? Optional.of(seen) : Optional.empty();
        });
        if (granted.isEmpty()) {
            throw scope.failure(
                    StepName.REQUEST, ErrorCode.UNAVAILABLE, "the lock was not free within " + BUDGET.toHours() + " h");
        }
        scope.goesOn();
    }

    void release() {
        if (held) {
            scope.activities().unlock(scope.run(), scope.name(), scope.stage().environment());
            held = false;
        }
    }

    /** As {@link #release}, also when the stage is cancelled; what cannot be released now is when the run is over. */
    void releaseAnyway() {
        try {
            Workflow.newDetachedCancellationScope(this::release).run();
        } catch (ActivityFailure e) {
            Workflow.getLogger(StageLock.class).warn("the lock of stage {} was not released", scope.name(), e);
        }
    }

    private LockGrant ask(String item) {
        return scope.activities().lock(scope.run(), scope.name(), scope.stage().environment(), item);
    }
}
