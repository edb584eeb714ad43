/** The agent room: what runs on a node. */
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
