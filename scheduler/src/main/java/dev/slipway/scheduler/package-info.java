/** The scheduler room. */
@NullMarked
package dev.slipway.scheduler;

import org.jspecify.annotations.NullMarked;
