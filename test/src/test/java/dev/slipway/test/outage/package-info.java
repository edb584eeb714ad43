/** What still works, and what is refused how, while parts of an installation are away. */
@NullMarked
package dev.slipway.test.outage;

import org.jspecify.annotations.NullMarked;
