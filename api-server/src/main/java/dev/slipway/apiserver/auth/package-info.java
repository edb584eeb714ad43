/** Who calls and what they may do: people by bearer token, nodes by their key, policy for every question. */
@NullMarked
package dev.slipway.apiserver.auth;

import org.jspecify.annotations.NullMarked;
