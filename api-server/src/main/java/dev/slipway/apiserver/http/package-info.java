/** The edge of the server: limits, bodies, headers, and problems as RFC 9457 whatever goes wrong. */
@NullMarked
package dev.slipway.apiserver.http;

import org.jspecify.annotations.NullMarked;
