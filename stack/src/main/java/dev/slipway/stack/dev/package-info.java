/** The commands of {@code ./slipway dev}. */
@NullMarked
package dev.slipway.stack.dev;

import org.jspecify.annotations.NullMarked;
