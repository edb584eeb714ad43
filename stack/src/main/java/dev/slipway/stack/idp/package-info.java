/** The identity provider of the demonstration; never to be trusted outside of it. */
@NullMarked
package dev.slipway.stack.idp;

import org.jspecify.annotations.NullMarked;
