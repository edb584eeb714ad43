/** A server of one node, and what tests give it to do. */
@NullMarked
package dev.slipway.agent.testing;

import org.jspecify.annotations.NullMarked;
