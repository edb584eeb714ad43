/** A driver that runs nothing and behaves as its configuration says. */
@NullMarked
package dev.slipway.drivers.mock;

import org.jspecify.annotations.NullMarked;
