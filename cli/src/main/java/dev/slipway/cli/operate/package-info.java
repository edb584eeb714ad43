/** Commands of operators: nodes, secrets, artifacts, events. */
@NullMarked
package dev.slipway.cli.operate;

import org.jspecify.annotations.NullMarked;
