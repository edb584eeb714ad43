/** Facts about steps, collected by workflow code and carried to the projection by the next activity. */
@NullMarked
package dev.slipway.workflows.progress;

import org.jspecify.annotations.NullMarked;
