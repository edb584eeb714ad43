/** Value references such as <code>${var.count}</code> inside strings. Not an interface of the room. */
@NullMarked
package dev.slipway.model.files.reference;

import org.jspecify.annotations.NullMarked;
