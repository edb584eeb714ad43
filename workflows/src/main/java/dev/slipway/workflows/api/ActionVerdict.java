package dev.slipway.workflows.api;

/**
 * What became of an action row.
 *
 * @param valid signature, target, expiry and single use all hold
 * @param kind approve, reject, cancel and so on
 * @param stage stage it concerns, {@code -} for the run
 */
public record ActionVerdict(boolean valid, String kind, String stage, String principalName, String reason) {}
