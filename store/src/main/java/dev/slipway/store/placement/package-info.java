/**
 * Jobs, versions, deployments, allocations and evaluations. Rows are locked in one order everywhere, so that writers
 * never block each other for good: pending evaluation of the job, deployment, job, nodes by id, allocations, service
 * instances, waits. A writer therefore asks for the evaluation first and changes the rest after.
 */
@NullMarked
package dev.slipway.store.placement;

import org.jspecify.annotations.NullMarked;
