package dev.slipway.model.files;

import java.util.Objects;

/**
 * Who must be among those who approve.
 *
 * @param claim name of the claim, such as {@code groups}
 * @param value value that claim must have or contain
 * @param count how many approvers must match, 1 when absent or 0
 * @param required whether the approval fails without them; true when absent
 */
public record ApprovalRule(String claim, String value, int count, Boolean required) {
    public ApprovalRule {
        Objects.requireNonNull(claim, "claim is null");
        Objects.requireNonNull(value, "value is null");
        count = count == 0 ? 1 : count;
        required = required == null || required;
    }

    /** Whether both ask for the same people. */
    public boolean sameWho(ApprovalRule other) {
        return claim.equals(other.claim) && value.equals(other.value);
    }
}
