/** The HTTP API for nodes: join, sync, updates, logs, artifacts, secrets. */
@NullMarked
package dev.slipway.apiserver.node;

import org.jspecify.annotations.NullMarked;
