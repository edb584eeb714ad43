/** Java SDK of the HTTP API: {@link dev.slipway.client.SlipwayClient} for people and programs, {@link dev.slipway.client.NodeClient} for agents. */
@NullMarked
package dev.slipway.client;

import org.jspecify.annotations.NullMarked;
