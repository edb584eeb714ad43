/** How the API's records and errors look to people. */
@NullMarked
package dev.slipway.cli.show;

import org.jspecify.annotations.NullMarked;
