/** The immutable vocabulary of Slipway: identifiers, states and their tables, error codes, keys and digests. */
@NullMarked
package dev.slipway.model;

import org.jspecify.annotations.NullMarked;
