/** Real databases with a hand-written agent, for the tests of this room. */
package dev.slipway.scheduler.testing;
