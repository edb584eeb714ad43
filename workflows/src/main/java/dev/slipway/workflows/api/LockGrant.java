package dev.slipway.workflows.api;

/**
 * @param granted whether the lock is held now; otherwise its wait will be answered
 * @param token fencing token, grows with every grant; 0 while waiting
 */
public record LockGrant(boolean granted, long token, String waitKey, String holder) {}
