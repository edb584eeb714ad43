/** The workflows room. */
@NullMarked
package dev.slipway.workflows;

import org.jspecify.annotations.NullMarked;
