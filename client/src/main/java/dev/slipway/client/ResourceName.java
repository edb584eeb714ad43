package dev.slipway.client;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names a registered object.
 *
 * @param kind which list it stands in
 * @param project the project, or the object itself when it is one
 * @param name null for a project
 */
public record ResourceName(
        Kind kind, String project, @Nullable String name) {
    public ResourceName {
        requireNonNull(kind, "kind is null");
        requireNonNull(project, "project is null");
        if ((kind == Kind.PROJECT) != (name == null)) {
            throw new IllegalArgumentException("a project has no further name, everything else has one");
        }
    }

    public static ResourceName project(String project) {
        return new ResourceName(Kind.PROJECT, project, null);
    }

    public static ResourceName environment(String project, String name) {
        return new ResourceName(Kind.ENVIRONMENT, project, name);
    }

    public static ResourceName pipeline(String project, String name) {
        return new ResourceName(Kind.PIPELINE, project, name);
    }

    String path() {
        return name == null
                ? Call.path("v1", "projects", project)
                : Call.path("v1", "projects", project, kind.segment, name);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + project + (name == null ? "" : "/" + name);
    }

    /** Kinds of registered objects. */
    public enum Kind {
        PROJECT("projects"),
        ENVIRONMENT("environments"),
        PIPELINE("pipelines");

        private final String segment;

        Kind(String segment) {
            this.segment = segment;
        }
    }
}
