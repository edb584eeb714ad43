/** Answers that do not end by themselves: events and followed logs, and who wakes them. */
@NullMarked
package dev.slipway.apiserver.stream;

import org.jspecify.annotations.NullMarked;
