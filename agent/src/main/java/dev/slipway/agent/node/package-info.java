/** A node and the server: identity, sync, updates. */
@NullMarked
package dev.slipway.agent.node;

import org.jspecify.annotations.NullMarked;
