/** Processes in a sandbox: bubblewrap, control groups and a network namespace of their own. */
@NullMarked
package dev.slipway.drivers.exec;

import org.jspecify.annotations.NullMarked;
