/** Rows of runs: steps, results, decisions ridden on, actions, locks, approvals, and the queues the worker's loops empty. */
@NullMarked
package dev.slipway.store.run;

import org.jspecify.annotations.NullMarked;
