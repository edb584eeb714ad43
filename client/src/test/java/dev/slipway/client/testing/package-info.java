/** A hand-written HTTP server for tests of everything that talks to the API. */
package dev.slipway.client.testing;
