package dev.slipway.model.files;

import java.time.Duration;
import java.util.List;

/**
 * What an approval of a stage takes after floors were applied.
 *
 * @param minApprovals distinct people who must agree, 0 and up
 * @param excludeInitiator whether who started the run is not counted
 * @param rules who must be among them
 * @param timeout how long people have
 */
public record ApprovalTerms(int minApprovals, boolean excludeInitiator, List<ApprovalRule> rules, Duration timeout) {
    /** Time people have when no file says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(72);

    public ApprovalTerms {
        rules = List.copyOf(rules);
    }

    /** Whether anybody has to approve at all. */
    public boolean needed() {
        return minApprovals > 0 || rules.stream().anyMatch(ApprovalRule::required);
    }
}
