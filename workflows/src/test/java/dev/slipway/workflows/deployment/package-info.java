/** Tests of DeploymentWorkflow. */
package dev.slipway.workflows.deployment;
