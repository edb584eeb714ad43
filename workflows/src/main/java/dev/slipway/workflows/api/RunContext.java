package dev.slipway.workflows.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the first activity of a run finds.
 *
 * @param commit pinned commit
 * @param results names of steps finished in earlier generations, as {@code stage/step/item}
 * @param commitResult the commit step of an earlier generation or of a commit found on its ref a moment ago; null when the
 *     repository must be asked
 */
public record RunContext(
        String ref,
        String commit,
        Set<String> results,
        @Nullable CommitResult commitResult) {
    public RunContext {
        results = results == null ? Set.of() : Set.copyOf(results);
    }
}
