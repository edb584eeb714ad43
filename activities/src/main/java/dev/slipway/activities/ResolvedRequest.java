package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spec.JobSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What step 4 resolved for a stage and policy allowed; never changed afterwards, only made again.
 *
 * @param digest over everything below and the revisions of the policy bundles
 * @param environment environment the stage goes to
 * @param environment environment the stage goes to
 * @param decisionId the allow
 * @param jobs in the order they are rolled out
 * @param before batch jobs run before the rollout
 * @param base versions the jobs had, by job key
 * @param plan the infrastructure plan, null when the stage provisions nothing
 */
record ResolvedRequest(
        Digest digest,
        String environment,
        String decisionId,
        List<JobSpec> jobs,
        List<JobSpec> before,
        Map<String, Base> base,
        @Nullable PlanRef plan) {
    ResolvedRequest {
        jobs = List.copyOf(jobs);
        before = before == null ? List.of() : List.copyOf(before);
        base = Map.copyOf(base);
    }

    JobSpec beforeJob(String name) {
        return before.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new SlipwayException(ErrorCode.NOT_FOUND, "no job " + name + " runs before the rollout"));
    }

    /** Versions of a job, 0 for none. */
    record Base(long desired, long stable) {
        static final Base NONE = new Base(0, 0);
    }

    /** An infrastructure plan and the state it was made from. */
    record PlanRef(String key, Digest digest, String module, long stateSerial) {}
}
