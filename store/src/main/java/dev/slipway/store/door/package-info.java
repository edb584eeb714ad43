/** What people and CI systems cause through the API: registrations, accepted runs, signed actions, callbacks. */
@NullMarked
package dev.slipway.store.door;

import org.jspecify.annotations.NullMarked;
