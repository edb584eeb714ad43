/** Tests of EnvironmentWorkflow. */
package dev.slipway.workflows.environment;
