/**
 * The deciding core, without clock, database or randomness: from a {@link dev.slipway.scheduler.core.State} to a plan.
 */
@NullMarked
package dev.slipway.scheduler.core;

import org.jspecify.annotations.NullMarked;
