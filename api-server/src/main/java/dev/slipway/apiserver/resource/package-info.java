/** The HTTP API for people and CI systems. */
@NullMarked
package dev.slipway.apiserver.resource;

import org.jspecify.annotations.NullMarked;
