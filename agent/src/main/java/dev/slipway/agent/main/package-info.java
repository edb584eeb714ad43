/** Composition root of the agent process. */
@NullMarked
package dev.slipway.agent.main;

import org.jspecify.annotations.NullMarked;
