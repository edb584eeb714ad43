/** Keeps HAProxy in front of healthy instances of services, without dropping a connection. */
@NullMarked
package dev.slipway.scheduler.proxy;

import org.jspecify.annotations.NullMarked;
