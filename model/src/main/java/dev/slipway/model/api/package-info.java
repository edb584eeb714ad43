/** Payloads of the HTTP API, shared by the server and its clients. Records only grow; unknown fields are ignored in answers. */
@NullMarked
package dev.slipway.model.api;

import org.jspecify.annotations.NullMarked;
