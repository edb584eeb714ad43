/** What people see of rows. */
@NullMarked
package dev.slipway.store.view;

import org.jspecify.annotations.NullMarked;
