/** Composition root of the API process. */
@NullMarked
package dev.slipway.apiserver.main;

import org.jspecify.annotations.NullMarked;
