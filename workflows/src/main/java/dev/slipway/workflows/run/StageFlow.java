package dev.slipway.workflows.run;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.model.StepState;
import dev.slipway.workflows.Inbox;
import dev.slipway.workflows.StepFailure;
import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.LockGrant;
import dev.slipway.workflows.api.PipelinePlan.HandOverPlan;
import dev.slipway.workflows.api.PipelinePlan.StagePlan;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.progress.Progress;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps 4 to 8 of one stage, in the order: lock, request, approval, freshness, provision, configure, job, hand-over. */
final class StageFlow {
    private static final Duration LOCK_BUDGET = Duration.ofHours(24);

    private final RunRef run;
    private final StagePlan stage;
    private final CommitResult commit;
    private final RunActivities activities;
    private final Inbox inbox;
    private final Progress progress = Progress.current();
    private StepName step = StepName.REQUEST;
    private boolean locked;

    StageFlow(RunRef run, StagePlan stage, CommitResult commit, RunActivities activities, Inbox inbox) {
        this.run = run;
        this.stage = stage;
        this.commit = commit;
        this.activities = activities;
        this.inbox = inbox;
    }

    /** Runs the stage; throws {@link StepFailure} when a step ends badly. */
    void execute() {
        try {
            path();
        } catch (ActivityFailure e) {
            if (e.getCause() instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            throw StepFailure.of(stage.name(), step, e);
        } finally {
            if (locked) {
                Workflow.newDetachedCancellationScope(this::unlock).run();
            }
        }
    }

    private void path() {
        lock("request");
        begin(StepName.REQUEST);
        Requested requested = request();
        progress.step(
                stage.name(),
                StepName.REQUEST,
                StepState.SUCCEEDED,
                Map.of("text", requested.request().summary()));
        if (run.dryRun()) {
            skipRest(requested);
            return;
        }
        if (stage.approvalMillis() > 0) {
            requested = approve(requested);
        }
        provision(requested);
        ConfigureResult configured = configure(requested.request());
        rollOut(configured);
        handOver(requested.request());
        done(StepName.RESPOND, "");
    }

    private void lock(String item) {
        LockGrant grant = activities.lock(run, stage.name(), stage.environment(), item);
        while (!grant.granted()) {
            waiting("lock of environment " + stage.environment() + ", held by " + grant.holder());
            String key = grant.waitKey();
            Optional<LockGrant> next = inbox.await(key, LOCK_BUDGET, () -> false, hinted -> {
                LockGrant seen = activities.lock(run, stage.name(), stage.environment(), item);
                return seen.granted() || !seen.waitKey().equals(key) ? Optional.of(seen) : Optional.empty();
            });
            grant = next.orElseThrow(() -> StepFailure.of(
                    stage.name(),
                    step,
                    ErrorCode.UNAVAILABLE,
                    "the lock was not free within " + LOCK_BUDGET.toHours() + " h"));
        }
        locked = true;
    }

    private void unlock() {
        locked = false;
        activities.unlock(run, stage.name(), stage.environment());
    }

    private Requested request() {
        PlanResult plan = null;
        if (!stage.modules().isEmpty()) {
            plan = Stubs.provision("plan " + stage.name()).plan(run, stage.name(), commit.tree());
        }
        return new Requested(activities.request(new RequestInput(run, stage.name(), commit.tree(), plan)), plan);
    }

    private Requested approve(Requested requested) {
        Requested current = requested;
        while (true) {
            unlock();
            awaitApproval(current.request());
            lock("apply");
            if (activities.fresh(run, stage.name(), current.request())) {
                return current;
            }
            Requested again = request();
            if (again.request().digest().equals(current.request().digest())) {
                return again;
            }
            current = again;
        }
    }

    private void awaitApproval(RequestResult request) {
        String key = activities.askApproval(run, stage.name(), request);
        progress.step(
                stage.name(),
                StepName.REQUEST,
                StepState.WAITING,
                Map.of("text", "waits for approval", "approvalDigest", request.digest()));
        waiting("approval of stage " + stage.name());
        activities.record(run);
        Duration budget = Duration.ofMillis(stage.approvalMillis());
        ApprovalState state = inbox.await(key, budget, () -> false, hinted -> {
                    ApprovalState seen = activities.approval(run, stage.name(), request.digest());
                    return seen.approved() || seen.rejected() ? Optional.of(seen) : Optional.empty();
                })
                .orElseThrow(() -> StepFailure.of(
                        stage.name(), StepName.REQUEST, ErrorCode.APPROVAL_EXPIRED, "nobody approved in time"));
        if (state.rejected()) {
            throw StepFailure.of(stage.name(), StepName.REQUEST, ErrorCode.APPROVAL_REJECTED, state.text());
        }
        progress.step(stage.name(), StepName.REQUEST, StepState.SUCCEEDED, Map.of("text", state.text()));
        progress.run(StepState.RUNNING, "");
    }

    private void provision(Requested requested) {
        PlanResult plan = requested.plan();
        if (plan == null || plan.empty()) {
            String why = plan == null ? "no infrastructure module" : "the plan changes nothing";
            progress.step(stage.name(), StepName.PROVISION, StepState.SKIPPED, Map.of("text", why));
            return;
        }
        begin(StepName.PROVISION);
        String summary = Stubs.provision("apply " + stage.name())
                .apply(
                        run,
                        stage.name(),
                        commit.tree(),
                        plan,
                        requested.request().decisionId());
        done(StepName.PROVISION, summary);
    }

    private ConfigureResult configure(RequestResult request) {
        begin(StepName.CONFIGURE);
        ConfigureResult configured = activities.configure(run, stage.name(), request);
        done(StepName.CONFIGURE, configured.summary());
        return configured;
    }

    private void rollOut(ConfigureResult configured) {
        begin(StepName.JOB);
        String text = Rollouts.run(stage.name(), configured.deployments());
        done(StepName.JOB, text);
    }

    private void handOver(RequestResult request) {
        begin(StepName.RESPOND);
        for (HandOverPlan system : stage.handOvers()) {
            progress.item(stage.name(), StepName.RESPOND, system.system(), StepState.WAITING, Map.of());
            String key = activities.handOver(run, stage.name(), system.system(), request);
            waiting("answer of " + system.system());
            Supplier<Boolean> never = () -> false;
            @Nullable
            Answer answer = inbox.await(key, Duration.ofMillis(system.timeoutMillis()), never, hinted -> {
                        Answer seen = activities.answer(run.workflowId(), key, hinted);
                        return seen.present() ? Optional.of(seen) : Optional.empty();
                    })
                    .orElse(null);
            progress.run(StepState.RUNNING, "");
            judge(system, answer, request);
        }
    }

    private void judge(HandOverPlan system, @Nullable Answer answer, RequestResult request) {
        if (answer != null && answer.outcome().equals("passed")) {
            progress.item(
                    stage.name(),
                    StepName.RESPOND,
                    system.system(),
                    StepState.SUCCEEDED,
                    Map.of("text", answer.text()));
            return;
        }
        String text = answer == null
                ? system.system() + " did not answer in time"
                : system.system() + " said " + answer.outcome() + (answer.text().isEmpty() ? "" : ": " + answer.text());
        progress.item(stage.name(), StepName.RESPOND, system.system(), StepState.FAILED, Map.of("text", text));
        if (system.onFailure().equals("warn")) {
            return;
        }
        if (system.onFailure().equals("revert")) {
            Rollouts.run(
                    stage.name(),
                    activities.revertStage(run, stage.name(), request).deployments());
        }
        ErrorCode code = answer == null ? ErrorCode.HAND_OVER_TIMEOUT : ErrorCode.HAND_OVER_FAILED;
        throw StepFailure.of(stage.name(), StepName.RESPOND, code, text);
    }

    private void skipRest(Requested requested) {
        for (StepName skipped : new StepName[] {StepName.PROVISION, StepName.CONFIGURE, StepName.JOB}) {
            progress.step(
                    stage.name(), skipped, StepState.SKIPPED, Map.of("text", "dry run: " + effect(skipped, requested)));
        }
    }

    private String effect(StepName skipped, Requested requested) {
        PlanResult plan = requested.plan();
        if (skipped == StepName.PROVISION) {
            return plan == null
                    ? "no infrastructure module"
                    : plan.creates() + " to add, " + plan.updates() + " to change, " + plan.deletes() + " to destroy";
        }
        return "would use " + requested.request().summary();
    }

    private void begin(StepName next) {
        step = next;
        progress.step(stage.name(), next, StepState.RUNNING);
        Workflow.setCurrentDetails("**" + stage.name() + "** · " + next.text());
    }

    private void done(StepName ended, String text) {
        progress.step(stage.name(), ended, StepState.SUCCEEDED, text.isEmpty() ? Map.of() : Map.of("text", text));
    }

    private void waiting(String text) {
        progress.run(StepState.WAITING, text);
        Workflow.setCurrentDetails("**" + stage.name() + "** · waits for " + text);
    }

    private record Requested(
            RequestResult request, @Nullable PlanResult plan) {}
}
