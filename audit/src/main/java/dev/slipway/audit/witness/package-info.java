/** The witness: a process of its own that cosigns a log's checkpoint only when the log has grown and changed nothing. */
@NullMarked
package dev.slipway.audit.witness;

import org.jspecify.annotations.NullMarked;
