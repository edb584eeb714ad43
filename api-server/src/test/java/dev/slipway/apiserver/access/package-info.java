/** Who may call what: every operation of the API against every kind of caller. */
@NullMarked
package dev.slipway.apiserver.access;

import org.jspecify.annotations.NullMarked;
