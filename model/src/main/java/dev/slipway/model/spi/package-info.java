/** Ports: what rooms offer each other. Implementations live in their rooms and are wired in packages named main. */
@NullMarked
package dev.slipway.model.spi;

import org.jspecify.annotations.NullMarked;
