package dev.slipway.store.run;

/**
 * What a lock request got.
 *
 * @param granted whether every lock is held
 * @param token highest fencing token of the locks, 0 while not granted
 * @param holder who holds a lock that is waited for, empty when granted or when only others wait before it
 */
public record LockAnswer(boolean granted, long token, String holder) {}
