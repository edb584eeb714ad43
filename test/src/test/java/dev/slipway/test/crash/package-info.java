/** Every part is killed at every step; each run still reaches its right end, and everything happened once. */
package dev.slipway.test.crash;
