/** Text to tree: YAML and JSON read under limits, with the position of each value. Not an interface of the room. */
@NullMarked
package dev.slipway.model.files.source;

import org.jspecify.annotations.NullMarked;
