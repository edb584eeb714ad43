package dev.slipway.workflows.testing;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import dev.slipway.workflows.api.ActionVerdict;
import dev.slipway.workflows.api.Answer;
import dev.slipway.workflows.api.ApprovalState;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.ConfigureResult;
import dev.slipway.workflows.api.DeploymentActivities;
import dev.slipway.workflows.api.DeploymentInput;
import dev.slipway.workflows.api.DeploymentResult;
import dev.slipway.workflows.api.EnvironmentActivities;
import dev.slipway.workflows.api.LockGrant;
import dev.slipway.workflows.api.Opening;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.ProvisionActivities;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunActivities;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.SourceActivities;
import dev.slipway.workflows.api.TaskOutcome;
import dev.slipway.workflows.api.VerifyResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every activity, acting on a {@link World}. */
public final class WorldActivities {
    private final World world;

    WorldActivities(World world) {
        this.world = world;
    }

    Object[] all() {
        return new Object[] {new Run(), new Deploy(), new Queue(), new Source(), new Provision()};
    }

    private Answer look(String key, boolean hinted) {
        Answer answer = Optional.ofNullable(world.answers.get(key)).orElse(Answer.NONE);
        if (hinted && !answer.present()) {
            world.strangers.add(key);
        }
        return answer;
    }

    private static DeploymentInput deployment(RunRef run, String stage, long number) {
        return new DeploymentInput(run.project() + "/" + stage + "/local/web", number, true, 600_000);
    }

    private final class Run implements RunActivities {
        @Override
        public RunContext begin(RunInput input) {
            world.effect("begin", "");
            return new RunContext("refs/heads/main", "a".repeat(40), world.results, null);
        }

        @Override
        public VerifyResult verify(RunRef run, CommitResult commit) {
            world.effect("verify", "");
            return new VerifyResult("ci", "decision");
        }

        @Override
        public void record(RunRef run) {
            // Carries facts only.
        }

        @Override
        public void finish(RunRef run, RunOutcome outcome) {
            world.effect("finish", outcome.state().text());
            world.outcomes.add(outcome);
        }

        @Override
        public String startTask(RunRef run, String task, CommitResult commit) {
            world.effect("startTask", task);
            return run.key(null, StepName.TASKS, task);
        }

        @Override
        public TaskOutcome taskOutcome(RunRef run, String task) {
            return Optional.ofNullable(world.tasks.get(task)).orElse(new TaskOutcome(false, false, null, "", Map.of()));
        }

        @Override
        public void stopTask(RunRef run, String task) {
            world.effect("stopTask", task);
        }

        @Override
        public LockGrant lock(RunRef run, String stage, String environment, String item) {
            world.effect("lock", environment + " " + item);
            String key = run.key(stage, StepName.REQUEST, item);
            return new LockGrant(world.lockFree, 1, key, world.lockFree ? "" : "run/shop/web/0");
        }

        @Override
        public void unlock(RunRef run, String stage, String environment) {
            world.effect("unlock", environment);
        }

        @Override
        public RequestResult request(RequestInput input) {
            world.effect("request", input.stage());
            return new RequestResult(world.digest, Map.of("web", "sha256:web"), "decision-1", "web version 2");
        }

        @Override
        public String askApproval(RunRef run, String stage, RequestResult request) {
            world.effect("askApproval", stage + " " + request.digest());
            return run.key(stage, StepName.REQUEST, "approval");
        }

        @Override
        public ApprovalState approval(RunRef run, String stage, String digest) {
            return Optional.ofNullable(world.approvals.get(digest)).orElse(new ApprovalState(false, false, ""));
        }

        @Override
        public boolean fresh(RunRef run, String stage, RequestResult request) {
            world.effect("fresh", stage);
            boolean now = world.fresh;
            world.fresh = true;
            return now;
        }

        @Override
        public ConfigureResult configure(RunRef run, String stage, RequestResult request) {
            world.effect("configure", stage + " " + request.digest());
            return new ConfigureResult(List.of(deployment(run, stage, 1)), "web version 2");
        }

        @Override
        public String startBefore(RunRef run, String stage, String job, RequestResult request) {
            world.effect("startBefore", job);
            return run.key(stage, StepName.JOB, job);
        }

        @Override
        public TaskOutcome beforeOutcome(RunRef run, String stage, String job) {
            return taskOutcome(run, job);
        }

        @Override
        public void stopBefore(RunRef run, String stage, String job) {
            world.effect("stopBefore", job);
        }

        @Override
        public String handOver(RunRef run, String stage, String system, RequestResult request) {
            world.effect("handOver", system);
            String key = run.key(stage, StepName.RESPOND, system);
            world.opened(key);
            return key;
        }

        @Override
        public ConfigureResult revertStage(RunRef run, String stage, RequestResult request) {
            world.effect("revertStage", stage);
            return new ConfigureResult(List.of(deployment(run, stage, 2)), "");
        }

        @Override
        public ActionVerdict useAction(RunRef run, String actionId) {
            world.effect("useAction", actionId);
            return Optional.ofNullable(world.actions.get(actionId)).orElseGet(() -> {
                world.strangers.add(actionId);
                return new ActionVerdict(false, "", "-", "", "");
            });
        }

        @Override
        public Answer answer(String workflowId, String key, boolean hinted) {
            return look(key, hinted);
        }
    }

    private final class Deploy implements DeploymentActivities {
        @Override
        public Opening open(DeploymentInput input) {
            world.effect("open", input.workflowId());
            String key = input.workflowId() + "/roll";
            world.opened(key);
            return new Opening(key, world.answers.get(key));
        }

        @Override
        public DeploymentResult complete(DeploymentInput input) {
            world.effect("complete", input.workflowId());
            return new DeploymentResult(DeploymentState.SUCCESSFUL, null, "is healthy", null);
        }

        @Override
        public @Nullable String revert(DeploymentInput input, String code, String description) {
            world.effect("revert", code);
            if (!world.hasStableVersion) {
                return null;
            }
            world.opened(input.workflowId() + "/revert");
            return input.workflowId() + "/revert";
        }

        @Override
        public DeploymentResult fail(DeploymentInput input, String code, String description, boolean reverted) {
            world.effect("fail", code + (reverted ? " reverted" : ""));
            boolean cancelled = code.equals(ErrorCode.CANCELLED.name());
            return new DeploymentResult(
                    cancelled ? DeploymentState.CANCELLED : DeploymentState.FAILED,
                    code,
                    description,
                    reverted ? 1L : null);
        }

        @Override
        public Answer answer(String workflowId, String key, boolean hinted) {
            return look(key, hinted);
        }
    }

    private final class Queue implements EnvironmentActivities {
        @Override
        public int grantNext(String project, String environment, String lockName) {
            world.effect("grantNext", lockName);
            return world.lockFree ? 0 : 1;
        }
    }

    private final class Source implements SourceActivities {
        @Override
        public CommitResult commit(RunRef run, String ref, String commit) {
            world.effect("commit", "");
            return new CommitResult(commit, "sha256:tree", "a subject", world.pipeline());
        }
    }

    private final class Provision implements ProvisionActivities {
        @Override
        public PlanResult plan(RunRef run, String stage, String tree) {
            world.effect("plan", stage);
            return world.plan;
        }

        @Override
        public String apply(RunRef run, String stage, String tree, PlanResult plan, String decisionId) {
            world.effect("apply", stage + " " + decisionId);
            return "applied";
        }
    }
}
