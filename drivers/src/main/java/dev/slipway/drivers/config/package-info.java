/** Reading and checking of the {@code config} of a task. */
@NullMarked
package dev.slipway.drivers.config;

import org.jspecify.annotations.NullMarked;
