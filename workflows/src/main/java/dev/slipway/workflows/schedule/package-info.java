/** What happens when a schedule of a pipeline is due. */
@NullMarked
package dev.slipway.workflows.schedule;

import org.jspecify.annotations.NullMarked;
