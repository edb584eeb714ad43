/** The audit log's sequencer: gives facts their places, signs what it has added, asks the witness. */
@NullMarked
package dev.slipway.worker.audit;

import org.jspecify.annotations.NullMarked;
