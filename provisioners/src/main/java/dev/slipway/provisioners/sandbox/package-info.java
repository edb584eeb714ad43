/** Child programs in a bubblewrap sandbox, found again by label after a crash. */
@NullMarked
package dev.slipway.provisioners.sandbox;

import org.jspecify.annotations.NullMarked;
