/** Pages for people: static shells that read the API with the viewer's own token. */
@NullMarked
package dev.slipway.apiserver.page;

import org.jspecify.annotations.NullMarked;
