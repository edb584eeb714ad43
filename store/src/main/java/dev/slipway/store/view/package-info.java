/** What people, pages and command lines read: runs, jobs, services, nodes and events as the API shows them. */
@NullMarked
package dev.slipway.store.view;

import org.jspecify.annotations.NullMarked;
