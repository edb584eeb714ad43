/** Output of tasks on its way to the server. */
@NullMarked
package dev.slipway.agent.log;

import org.jspecify.annotations.NullMarked;
