/** The one way to systems outside: only to hosts operators named, only to addresses that are open, never for long. */
@NullMarked
package dev.slipway.activities.outbound;

import org.jspecify.annotations.NullMarked;
