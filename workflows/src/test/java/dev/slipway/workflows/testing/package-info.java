/** Workflows on an in-process Temporal server, with activities that keep their effects in memory. */
package dev.slipway.workflows.testing;
