/** What a saved plan says: counts, sensitive values replaced, whether a later plan only goes on with an allowed one. */
@NullMarked
package dev.slipway.provisioners.plan;

import org.jspecify.annotations.NullMarked;
