/** The native orchestrator: loops that place allocations, watch nodes and keep the proxy true. */
@NullMarked
package dev.slipway.scheduler;

import org.jspecify.annotations.NullMarked;
