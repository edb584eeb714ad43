package dev.slipway.model.files;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A manual approval as a file asks for it; null is "not mentioned", which inherits the floor of the environment.
 *
 * @param minApprovals distinct people who must agree, 0 and up
 * @param excludeInitiator whether who started the run is not counted
 * @param rules who must be among them
 * @param timeout how long people have
 */
public record Approval(
        @Nullable Integer minApprovals,
        @Nullable Boolean excludeInitiator,
        @Nullable List<ApprovalRule> rules,
        @Nullable Duration timeout) {
    /** Mentions nothing. */
    public static final Approval NONE = new Approval(null, null, null, null);

    public Approval {
        rules = rules == null ? null : List.copyOf(rules);
    }
}
