/** Own tokens of people: their rows, who made them, when they were used last and what became of them. */
@NullMarked
package dev.slipway.store.token;

import org.jspecify.annotations.NullMarked;
