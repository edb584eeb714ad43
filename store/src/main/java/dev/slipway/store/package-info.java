/** PostgreSQL: connection pools, migrations, and what every writer shares: waits, outbox, event intake, wake-ups, decisions. */
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
