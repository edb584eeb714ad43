/** Pushes as forges tell of them. */
@NullMarked
package dev.slipway.apiserver.webhook;

import org.jspecify.annotations.NullMarked;
