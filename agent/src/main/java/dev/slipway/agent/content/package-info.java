/** Content on its way into and out of tasks: artifacts by digest, archives, outputs. */
@NullMarked
package dev.slipway.agent.content;

import org.jspecify.annotations.NullMarked;
