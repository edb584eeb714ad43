/** Own tokens against a real database. */
@NullMarked
package dev.slipway.store.token;

import org.jspecify.annotations.NullMarked;
