/** The Merkle tree of RFC 6962 and RFC 9162: hashes, heads that grow, proofs and their verification; no input or output. */
@NullMarked
package dev.slipway.audit.tree;

import org.jspecify.annotations.NullMarked;
