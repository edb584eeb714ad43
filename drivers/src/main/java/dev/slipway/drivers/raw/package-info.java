/** Processes without isolation, for operators who say so. */
@NullMarked
package dev.slipway.drivers.raw;

import org.jspecify.annotations.NullMarked;
