/** Carries facts about steps from workflow code to the projection. */
@NullMarked
package dev.slipway.worker.progress;

import org.jspecify.annotations.NullMarked;
