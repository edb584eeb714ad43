/** Tests of the content stores. */
@NullMarked
package dev.slipway.store.content;

import org.jspecify.annotations.NullMarked;
