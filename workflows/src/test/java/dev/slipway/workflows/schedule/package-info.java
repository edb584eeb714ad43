/** Tests of what happens when a schedule is due. */
@NullMarked
package dev.slipway.workflows.schedule;

import org.jspecify.annotations.NullMarked;
