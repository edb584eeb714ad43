/** Encrypted connections with certificates from files, which may be renewed while the server runs. */
@NullMarked
package dev.slipway.apiserver.tls;

import org.jspecify.annotations.NullMarked;
