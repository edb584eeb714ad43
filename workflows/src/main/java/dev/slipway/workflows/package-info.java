/** Workflow code: decides what happens and in which order. No clock, no random, no input or output. */
@NullMarked
package dev.slipway.workflows;

import org.jspecify.annotations.NullMarked;
