/** The api-server room. */
@NullMarked
package dev.slipway.apiserver;

import org.jspecify.annotations.NullMarked;
