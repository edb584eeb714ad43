/** PipelineRunWorkflow: the eight steps. */
@NullMarked
package dev.slipway.workflows.run;

import org.jspecify.annotations.NullMarked;
