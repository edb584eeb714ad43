/** Static policy over the source of infrastructure modules, checked before any program sees them. */
@NullMarked
package dev.slipway.provisioners.module;

import org.jspecify.annotations.NullMarked;
