/** Allocations and their tasks on a node, from assignment to end. */
@NullMarked
package dev.slipway.agent.task;

import org.jspecify.annotations.NullMarked;
