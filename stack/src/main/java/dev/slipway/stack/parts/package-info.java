/** The programs of the embedded form: what each is started with, when it is ready, how it is stopped. */
@NullMarked
package dev.slipway.stack.parts;

import org.jspecify.annotations.NullMarked;
