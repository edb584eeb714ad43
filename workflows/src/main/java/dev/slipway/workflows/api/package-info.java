/** Contracts with Temporal: workflow and activity interfaces and the payload records of histories. Records only grow. */
@NullMarked
package dev.slipway.workflows.api;

import org.jspecify.annotations.NullMarked;
