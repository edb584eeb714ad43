package dev.slipway.store.view;

import dev.slipway.model.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a list shows.
 *
 * @param projects only these; the caller has checked that the viewer may see them
 * @param pipeline only this one; null for all
 * @param state only those in this state; null for all
 */
public record RunFilter(
        List<String> projects,
        @Nullable String pipeline,
        @Nullable RunState state) {
    public RunFilter {
        projects = List.copyOf(projects);
    }
}
