/** Rules a schema cannot say: names that must exist, order, bounds. Not an interface of the room. */
@NullMarked
package dev.slipway.model.files.check;

import org.jspecify.annotations.NullMarked;
