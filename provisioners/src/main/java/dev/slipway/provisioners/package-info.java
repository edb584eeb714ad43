/** The provisioners room. */
@NullMarked
package dev.slipway.provisioners;

import org.jspecify.annotations.NullMarked;
