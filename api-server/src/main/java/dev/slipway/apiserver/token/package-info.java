/** Own tokens: making, listing and ending them. */
@NullMarked
package dev.slipway.apiserver.token;

import org.jspecify.annotations.NullMarked;
