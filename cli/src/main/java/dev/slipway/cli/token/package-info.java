/** Commands about own tokens. */
@NullMarked
package dev.slipway.cli.token;

import org.jspecify.annotations.NullMarked;
