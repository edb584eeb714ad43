package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.JobKey;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.Values;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spi.Decision;
import dev.slipway.policies.DecisionRequest;
import dev.slipway.policies.PolicyGateway;
import dev.slipway.store.Database;
import dev.slipway.store.infra.InfraPlans;
import dev.slipway.store.infra.StoredPlan;
import dev.slipway.store.placement.Jobs;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunArtifacts;
import dev.slipway.workflows.api.PlanResult;
import dev.slipway.workflows.api.RequestInput;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Step 4 after the plan: artifacts found, values resolved, both policy engines asked, everything bound by one digest. */
final class RequestStep {
    /** Longest waits for locks on both sides of an approval, and a day for the rollout of earlier jobs. */
    private static final Duration SLACK = Duration.ofHours(72);

    private static final int SHOWN_DIGITS = 12;

    private final Database database;
    private final Definitions definitions;
    private final StageArtifacts artifacts;
    private final StageJobs jobs;
    private final InfraPlans plans;
    private final PolicyGateway policy;

    RequestStep(
            Database database,
            Definitions definitions,
            StageArtifacts artifacts,
            InfraPlans plans,
            PolicyGateway policy) {
        this.database = database;
        this.definitions = definitions;
        this.artifacts = artifacts;
        this.jobs = new StageJobs(definitions);
        this.plans = plans;
        this.policy = policy;
    }

    RequestResult request(RequestInput input) {
        RunRef run = input.run();
        Loaded loaded = database.jdbi().withHandle(handle -> Loaded.read(handle, run));
        Digest tree = new Digest(input.tree());
        EffectiveStage stage = definitions.load(loaded.row(), tree).stage(input.stage());
        StoredPlan plan = plan(input.plan());
        List<RunArtifact> found = artifacts.resolve(stage.request().artifacts(), loaded.artifacts(), run.dryRun());
        Values values = StageJobs.values(loaded.row(), stage, found, plan);
        AdmissionQuestion question = new AdmissionQuestion(
                loaded.row(),
                loaded.receipt(),
                stage,
                jobs.rolled(stage, tree, values),
                jobs.before(stage, tree, values),
                found,
                plan);
        Decision decision = policy.require(new DecisionRequest(
                run.workflowId(),
                run.generation(),
                input.stage(),
                StepName.REQUEST.text(),
                "admission",
                question.document(),
                SLACK.plus(stage.approvalTimeout())));
        return database.inTransaction(handle -> store(handle, run, question, decision));
    }

    private static RequestResult store(Handle handle, RunRef run, AdmissionQuestion question, Decision decision) {
        EffectiveStage stage = question.stage();
        Digest digest = question.bound(decision);
        Map<String, ResolvedRequest.Base> base = new LinkedHashMap<>();
        for (JobSpec job : question.jobs()) {
            JobKey key = new JobKey(run.project(), stage.environment().name(), job.region(), job.name());
            base.put(key.text(), current(handle, key));
        }
        ResolvedRequest resolved = new ResolvedRequest(
                digest,
                stage.environment().name(),
                decision.id(),
                question.jobs(),
                question.before(),
                base,
                reference(question.plan()));
        Stored.put(handle, run, stage.name(), StepName.REQUEST, resolved);
        question.artifacts().stream()
                .filter(artifact -> artifact.origin().equals("registry"))
                .forEach(artifact -> handle.attach(RunArtifacts.class).put(run.project(), run.workflowId(), artifact));
        return new RequestResult(
                digest.value(), AdmissionQuestion.digests(question.jobs()), decision.id(), summary(resolved, run));
    }

    /** Versions of a job right now. */
    static ResolvedRequest.Base current(Handle handle, JobKey key) {
        return Jobs.find(handle, key)
                .map(job -> new ResolvedRequest.Base(job.desiredVersion(), job.stableVersion()))
                .orElse(ResolvedRequest.Base.NONE);
    }

    private @Nullable StoredPlan plan(@Nullable PlanResult result) {
        if (result == null) {
            return null;
        }
        StoredPlan plan = plans.get(result.key())
                .orElseThrow(() -> new SlipwayException(ErrorCode.PLAN_STALE, "the plan is gone"));
        if (!plan.digest().value().equals(result.digest())) {
            throw new SlipwayException(ErrorCode.PLAN_STALE, "the plan was made again meanwhile");
        }
        return plan;
    }

    private static ResolvedRequest.@Nullable PlanRef reference(@Nullable StoredPlan plan) {
        return plan == null
                ? null
                : new ResolvedRequest.PlanRef(plan.key(), plan.digest(), plan.module(), plan.stateSerial());
    }

    private static String summary(ResolvedRequest resolved, RunRef run) {
        return resolved.jobs().stream()
                .map(job -> {
                    JobKey key = new JobKey(run.project(), resolved.environment(), job.region(), job.name());
                    long from = resolved.base()
                            .getOrDefault(key.text(), ResolvedRequest.Base.NONE)
                            .desired();
                    String past = from == 0 ? "first version" : "replaces version " + from;
                    return job.name() + " " + job.digest().hex().substring(0, SHOWN_DIGITS) + " (" + past + ")";
                })
                .collect(Collectors.joining(", "));
    }
}
