/** The agent room. */
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
