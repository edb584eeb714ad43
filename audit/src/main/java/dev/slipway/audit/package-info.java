/** The tamper-evident log: entries, their tree and its proofs, signed checkpoints, and the verifier that trusts nobody. */
@NullMarked
package dev.slipway.audit;

import org.jspecify.annotations.NullMarked;
