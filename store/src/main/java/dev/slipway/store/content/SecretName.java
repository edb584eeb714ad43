package dev.slipway.store.content;

import java.time.Instant;

/**
 * That a secret exists; never its value.
 *
 * @param name unique in its project
 * @param revision 1 and up, one more with each new value
 * @param updatedAt when the value was last set
 */
public record SecretName(String name, long revision, Instant updatedAt) {}
