/** The witness as a process of its own. */
@NullMarked
package dev.slipway.audit.main;

import org.jspecify.annotations.NullMarked;
