/** {@code ./slipway demo}: six acts on the real thing, each judged by what can be seen from outside. */
@NullMarked
package dev.slipway.stack.demo;

import org.jspecify.annotations.NullMarked;
