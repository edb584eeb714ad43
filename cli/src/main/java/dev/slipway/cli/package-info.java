/** Command line of Slipway; packages below hold one command a class. */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
