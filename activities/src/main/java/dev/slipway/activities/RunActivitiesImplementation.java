package dev.slipway.activities;

import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.LockGrant;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.api.VerifyResult;
import java.util.function.Supplier;

/** Hands each activity to the step that does it, and turns what goes wrong into failures. */
final class RunActivitiesImplementation implements RunActivities {
    private final RunSteps steps;

    RunActivitiesImplementation(RunSteps steps) {
        this.steps = steps;
    }

    @Override
    public RunContext begin(RunInput input) {
        return Failures.mapped(() -> steps.begin().begin(input));
    }

    @Override
    public VerifyResult verify(RunRef run, CommitResult commit) {
        return Failures.mapped(() -> steps.verify().verify(run, commit));
    }

    @Override
    public void record(RunRef run) {
        // The facts that travel with the call were written before it began.
    }

    @Override
    public void finish(RunRef run, RunOutcome outcome) {
        Failures.mapped(() -> steps.finish().finish(run, outcome));
    }

    @Override
    public String startTask(RunRef run, String task, CommitResult commit) {
        return whileOpen(run, () -> steps.tasks().start(run, task, commit));
    }

    @Override
    public TaskOutcome taskOutcome(RunRef run, String task) {
        return Failures.mapped(() -> steps.tasks().outcome(run, task));
    }

    @Override
    public void stopTask(RunRef run, String task) {
        Failures.mapped(() -> steps.tasks().stop(run, task));
    }

    @Override
    public LockGrant lock(RunRef run, String stage, String environment, String item) {
        return whileOpen(run, () -> steps.locks().take(run, stage, environment, item));
    }

    @Override
    public void unlock(RunRef run, String stage, String environment) {
        Failures.mapped(() -> steps.locks().release(run, environment));
    }

    @Override
    public RequestResult request(RequestInput input) {
        return whileOpen(input.run(), () -> steps.request().request(input));
    }

    @Override
    public String askApproval(RunRef run, String stage, RequestResult request) {
        return Failures.mapped(() -> steps.approvals().ask(run, stage, request));
    }

    @Override
    public ApprovalState approval(RunRef run, String stage, String digest) {
        return Failures.mapped(() -> steps.approvals().state(run, stage, digest));
    }

    @Override
    public boolean fresh(RunRef run, String stage, RequestResult request) {
        return Failures.mapped(() -> steps.configure().fresh(run, stage, request));
    }

    @Override
    public ConfigureResult configure(RunRef run, String stage, RequestResult request) {
        return whileOpen(run, () -> steps.configure().configure(run, stage, request));
    }

    @Override
    public String startBefore(RunRef run, String stage, String job, RequestResult request) {
        return whileOpen(run, () -> steps.before().start(run, stage, job, request));
    }

    @Override
    public TaskOutcome beforeOutcome(RunRef run, String stage, String job) {
        return Failures.mapped(() -> steps.before().outcome(run, stage, job));
    }

    @Override
    public void stopBefore(RunRef run, String stage, String job) {
        Failures.mapped(() -> steps.before().stop(run, stage, job));
    }

    @Override
    public String handOver(RunRef run, String stage, String system, RequestResult request) {
        return whileOpen(run, () -> steps.handOvers().ask(run, stage, system, request));
    }

    @Override
    public ConfigureResult revertStage(RunRef run, String stage, RequestResult request) {
        return Failures.mapped(() -> steps.revert().revert(run, stage, request));
    }

    @Override
    public ActionVerdict useAction(RunRef run, String actionId) {
        return Failures.mapped(() -> steps.actions().use(run, actionId));
    }

    @Override
    public Answer answer(String workflowId, String key, boolean hinted) {
        return Failures.mapped(() -> steps.waits().answer(workflowId, key, hinted));
    }

    /** For what has effects of its own: not a second time after the end. */
    private <T> T whileOpen(RunRef run, Supplier<T> effect) {
        return Failures.mapped(() -> {
            steps.open().require(run);
            return effect.get();
        });
    }
}
