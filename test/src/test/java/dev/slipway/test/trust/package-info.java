/** What nobody must be able to do: go around approvals and guards, get authority while policy is away, read secrets. */
@NullMarked
package dev.slipway.test.trust;

import org.jspecify.annotations.NullMarked;
