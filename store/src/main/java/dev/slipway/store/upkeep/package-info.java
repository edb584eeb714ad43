/** Clearing away of rows nobody needs any more. */
@NullMarked
package dev.slipway.store.upkeep;

import org.jspecify.annotations.NullMarked;
