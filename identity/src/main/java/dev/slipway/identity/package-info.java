/** The identity room. */
@NullMarked
package dev.slipway.identity;

import org.jspecify.annotations.NullMarked;
