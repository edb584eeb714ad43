/** Edges the tests of the worker talk to. */
@NullMarked
package dev.slipway.worker.testing;

import org.jspecify.annotations.NullMarked;
