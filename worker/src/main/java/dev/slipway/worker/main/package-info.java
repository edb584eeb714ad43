/** Composition root of the worker process. */
@NullMarked
package dev.slipway.worker.main;

import org.jspecify.annotations.NullMarked;
