/** Content of the installation: artifacts by digest, output of tasks, sealed secrets. */
@NullMarked
package dev.slipway.store.content;

import org.jspecify.annotations.NullMarked;
