/** The verbs of {@code slipway audit}: they check what the server says with keys it did not send. */
@NullMarked
package dev.slipway.cli.audit;

import org.jspecify.annotations.NullMarked;
