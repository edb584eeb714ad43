/** Tests of PipelineRunWorkflow. */
package dev.slipway.workflows.run;
