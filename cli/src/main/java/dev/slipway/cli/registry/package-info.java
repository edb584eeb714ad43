/** Commands about files: apply, validate, and what is registered. */
@NullMarked
package dev.slipway.cli.registry;

import org.jspecify.annotations.NullMarked;
