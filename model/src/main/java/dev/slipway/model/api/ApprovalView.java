package dev.slipway.model.api;

import java.util.List;

/**
 * An approval a run waits for.
 *
 * @param digest what an approve action must name
 * @param given names of those who approved so far
 */
public record ApprovalView(String stage, String digest, int required, List<String> given, boolean open) {
    public ApprovalView {
        given = List.copyOf(given);
    }
}
