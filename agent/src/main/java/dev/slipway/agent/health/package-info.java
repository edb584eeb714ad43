/** Whether tasks and their services are well. */
@NullMarked
package dev.slipway.agent.health;

import org.jspecify.annotations.NullMarked;
