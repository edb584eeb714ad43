/** Threads that look at the database when there is news and from time to time without. */
@NullMarked
package dev.slipway.worker.loop;

import org.jspecify.annotations.NullMarked;
