/** A whole installation for tests: real processes, on ports and in a folder of its own. */
package dev.slipway.test.stack;
