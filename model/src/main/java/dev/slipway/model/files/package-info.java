/**
 * Files users and operators write: read safely, checked against published schemas and rules, turned into records, their
 * value references resolved and operators' guards applied. Start at {@link dev.slipway.model.files.FileReader}.
 */
@NullMarked
package dev.slipway.model.files;

import org.jspecify.annotations.NullMarked;
