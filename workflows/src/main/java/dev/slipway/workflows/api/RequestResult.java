package dev.slipway.workflows.api;

import java.util.Map;

/**
 * Step 4: everything resolved and allowed.
 *
 * @param digest over commit, artifacts, JobVersions, InfraPlan and bundle revisions: what an approval is bound to
 * @param jobs digest of each resolved job by name
 * @param decisionId the allow that admits provisioning and deployment of exactly this
 */
public record RequestResult(String digest, Map<String, String> jobs, String decisionId, String summary) {
    public RequestResult {
        jobs = Map.copyOf(jobs);
    }
}
