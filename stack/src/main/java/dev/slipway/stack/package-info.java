/** The embedded form: an installation folder, its secrets and the supervisor that keeps its parts running. */
@NullMarked
package dev.slipway.stack;

import org.jspecify.annotations.NullMarked;
