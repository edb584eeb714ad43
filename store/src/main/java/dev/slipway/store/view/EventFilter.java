package dev.slipway.store.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events a viewer gets.
 *
 * @param projects events of these projects
 * @param installation whether events of no project are shown too
 * @param subject only those about this, or about something below it; null for all
 */
public record EventFilter(
        List<String> projects,
        boolean installation,
        @Nullable String subject) {
    public EventFilter {
        projects = List.copyOf(projects);
    }
}
