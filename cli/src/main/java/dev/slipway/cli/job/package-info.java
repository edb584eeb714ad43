/** Commands about jobs, services and allocations. */
@NullMarked
package dev.slipway.cli.job;

import org.jspecify.annotations.NullMarked;
