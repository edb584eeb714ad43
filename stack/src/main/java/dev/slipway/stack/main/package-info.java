/** Composition root of the embedded form. */
@NullMarked
package dev.slipway.stack.main;

import org.jspecify.annotations.NullMarked;
