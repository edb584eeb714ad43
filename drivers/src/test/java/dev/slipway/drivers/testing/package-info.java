/** What the contract of drivers is tested with. */
@NullMarked
package dev.slipway.drivers.testing;

import org.jspecify.annotations.NullMarked;
