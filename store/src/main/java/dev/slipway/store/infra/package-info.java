/** Infrastructure state and plans: sealed, versioned, locked by run. */
@NullMarked
package dev.slipway.store.infra;

import org.jspecify.annotations.NullMarked;
