/** Signed notes, checkpoints and cosignatures in the formats of C2SP. */
@NullMarked
package dev.slipway.audit.note;

import org.jspecify.annotations.NullMarked;
