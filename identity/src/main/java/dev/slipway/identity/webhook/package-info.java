/** Proofs that a post comes from who it says. */
@NullMarked
package dev.slipway.identity.webhook;

import org.jspecify.annotations.NullMarked;
