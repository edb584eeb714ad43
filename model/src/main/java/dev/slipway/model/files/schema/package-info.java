/** The published JSON Schemas applied to trees, their findings told in plain words. Not an interface of the room. */
@NullMarked
package dev.slipway.model.files.schema;

import org.jspecify.annotations.NullMarked;
