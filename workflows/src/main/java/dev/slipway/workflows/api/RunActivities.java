package dev.slipway.workflows.api;

import io.temporal.activity.ActivityInterface;

/** Short idempotent writes to our own database and policy questions, run as local activities. */
@ActivityInterface(namePrefix = "Run")
public interface RunActivities {
    /** Marks the run as running, queues the pending commit status, loads results of earlier generations. */
    RunContext begin(RunInput input);

    /** Step 2. */
    VerifyResult verify(RunRef run, CommitResult commit);

    /** Does nothing itself: facts about steps travel with it. */
    void record(RunRef run);

    /** Step 8 of the whole run: final status, webhooks, release of what is held, final state. */
    void finish(RunRef run, RunOutcome outcome);

    /** Step 3: starts a pipeline task once. Returns the key of its wait. */
    String startTask(RunRef run, String task, CommitResult commit);

    /** Reads what a task left and stores its artifacts. */
    TaskOutcome taskOutcome(RunRef run, String task);

    /** Stops a task that is cancelled or late. */
    void stopTask(RunRef run, String task);

    /** Takes the lock of a stage or queues for it. */
    LockGrant lock(RunRef run, String stage, String environment, String item);

    void unlock(RunRef run, String stage, String environment);

    /** Step 4 after the plan. */
    RequestResult request(RequestInput input);

    /** Opens the wait for an approval bound to {@code digest}; returns its key. */
    String askApproval(RunRef run, String stage, RequestResult request);

    ApprovalState approval(RunRef run, String stage, String digest);

    /** True when state serial and base versions are still those the request saw. */
    boolean fresh(RunRef run, String stage, RequestResult request);

    /** Step 6: registers what the rollout needs and allocates deployment numbers. */
    ConfigureResult configure(RunRef run, String stage, RequestResult request);

    /** Starts a job that runs once before the rollout. Returns the key of its wait. */
    String startBefore(RunRef run, String stage, String job, RequestResult request);

    /** How such a job ended. */
    TaskOutcome beforeOutcome(RunRef run, String stage, String job);

    /** Stops such a job. */
    void stopBefore(RunRef run, String stage, String job);

    /** Step 8 of a stage: asks an external system; returns the key of the wait. */
    String handOver(RunRef run, String stage, String system, RequestResult request);

    /** Starts the rollback of a stage to its last stable version after a failed hand-over. */
    ConfigureResult revertStage(RunRef run, String stage, RequestResult request);

    /** Checks and uses up an action row; records it when it does not check out. */
    ActionVerdict useAction(RunRef run, String actionId);

    /** The answer to a wait. Records a hint that no row stands behind. */
    Answer answer(String workflowId, String key, boolean hinted);
}
