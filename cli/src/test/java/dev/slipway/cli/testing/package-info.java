/** Fixtures: one call of the program with everything it touches, and the API's records. */
package dev.slipway.cli.testing;
