/** EnvironmentWorkflow: order among those who contend for an environment. */
@NullMarked
package dev.slipway.workflows.environment;

import org.jspecify.annotations.NullMarked;
