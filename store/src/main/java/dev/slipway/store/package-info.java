/** The store room. */
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
