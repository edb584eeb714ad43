/** Files and locks that survive the agent: how drivers remember a task beyond their own process. */
@NullMarked
package dev.slipway.drivers.durable;

import org.jspecify.annotations.NullMarked;
