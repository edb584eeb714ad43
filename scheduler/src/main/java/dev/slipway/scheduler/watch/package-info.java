/** Watches nodes: tells silence of a node from silence of the service it calls. */
@NullMarked
package dev.slipway.scheduler.watch;

import org.jspecify.annotations.NullMarked;
