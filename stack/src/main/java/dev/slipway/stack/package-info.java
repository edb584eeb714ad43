/** The stack room. */
@NullMarked
package dev.slipway.stack;

import org.jspecify.annotations.NullMarked;
