/** Connection to Temporal and the workers that poll it. */
@NullMarked
package dev.slipway.worker.temporal;

import org.jspecify.annotations.NullMarked;
