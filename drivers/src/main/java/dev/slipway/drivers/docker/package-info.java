/** Containers on a Docker engine of the same machine, version 20.10 or newer. */
@NullMarked
package dev.slipway.drivers.docker;

import org.jspecify.annotations.NullMarked;
