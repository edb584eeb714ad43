/** Composition root of the command line: which words there are and how they end. */
@NullMarked
package dev.slipway.cli.main;

import org.jspecify.annotations.NullMarked;
