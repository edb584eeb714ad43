/** The drivers room. */
@NullMarked
package dev.slipway.drivers;

import org.jspecify.annotations.NullMarked;
