/** Tests of step 1 with the real git program. */
package dev.slipway.activities.source;
