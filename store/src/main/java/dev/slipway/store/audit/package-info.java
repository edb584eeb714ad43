/** The audit log's tables: facts noted by triggers, entries and hashes that are only ever added, checkpoints. */
@NullMarked
package dev.slipway.store.audit;

import org.jspecify.annotations.NullMarked;
