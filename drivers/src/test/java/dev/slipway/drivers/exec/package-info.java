/** What exec tasks need of the machine. */
@NullMarked
package dev.slipway.drivers.exec;

import org.jspecify.annotations.NullMarked;
