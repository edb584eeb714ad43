/** Processes of tasks: signals, control groups, the supervising shim. */
@NullMarked
package dev.slipway.drivers.process;

import org.jspecify.annotations.NullMarked;
