/** Who is asking and what may be trusted: token verification, sealing, signed actions, node tokens and key files. */
@NullMarked
package dev.slipway.identity;

import org.jspecify.annotations.NullMarked;
