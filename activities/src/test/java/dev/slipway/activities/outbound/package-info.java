/** Tests of the way to systems outside. */
package dev.slipway.activities.outbound;
