/** The evaluation loop: claims evaluations, lets the core plan, commits. */
@NullMarked
package dev.slipway.scheduler.loop;

import org.jspecify.annotations.NullMarked;
