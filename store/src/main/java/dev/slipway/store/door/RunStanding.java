package dev.slipway.store.door;

import dev.slipway.model.RunState;

/**
 * Where a run stands, as far as actions depend on it.
 *
 * @param id workflow id
 * @param generation execution it is in
 * @param principal who started it, {@code <issuer>#<subject>}
 */
public record RunStanding(
        String id,
        String project,
        String pipeline,
        long number,
        int generation,
        RunState state,
        boolean dryRun,
        String principal,
        String ref,
        String commit) {}
