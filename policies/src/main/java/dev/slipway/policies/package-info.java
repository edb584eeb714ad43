/** Policy: the OPA servers as engines, decisions stored once, and the Rego bundles that are shipped. */
@NullMarked
package dev.slipway.policies;

import org.jspecify.annotations.NullMarked;
