/**
 * Nodes and what passes between them and the server: joining, registration, sync, updates, leases. Locks are taken in the
 * order of the placement package: evaluations first, then the node's row, then allocations, then service instances.
 */
@NullMarked
package dev.slipway.store.node;

import org.jspecify.annotations.NullMarked;
