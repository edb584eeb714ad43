/** Benchmarks of a whole installation: real parts, started for the measurement and stopped after it. */
@NullMarked
package dev.slipway.stack.bench;

import org.jspecify.annotations.NullMarked;
