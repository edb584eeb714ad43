package dev.slipway.store.placement;

/**
 * A pending evaluation that the current transaction holds.
 *
 * @param attempts how often it was given up before because of an error
 * @param looks how often in a row it was looked at and nothing had room
 * @param more whether another evaluation was due as well
 */
public record ClaimedEvaluation(long id, String jobKey, int attempts, int looks, boolean more) {}
