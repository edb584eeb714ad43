/** The activities room. */
@NullMarked
package dev.slipway.activities;

import org.jspecify.annotations.NullMarked;
