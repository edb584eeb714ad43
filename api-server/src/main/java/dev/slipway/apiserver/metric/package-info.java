/** Measures of the process as Prometheus text. */
@NullMarked
package dev.slipway.apiserver.metric;

import org.jspecify.annotations.NullMarked;
