/** A whole API in the test's own process, on a real database, a real policy engine and real keys over HTTP. */
@NullMarked
package dev.slipway.apiserver.testing;

import org.jspecify.annotations.NullMarked;
