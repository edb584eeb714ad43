/** Step 1: commits fetched with git and kept as reproducible tree archives. */
@NullMarked
package dev.slipway.activities.source;

import org.jspecify.annotations.NullMarked;
