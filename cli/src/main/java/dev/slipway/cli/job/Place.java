package dev.slipway.cli.job;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of lists that may be kept to a project and an environment. */
final class Place {
    @Option(names = "--project", paramLabel = "<name>", description = "Only of this project.")
    private @Nullable String project;

    @Option(names = "--environment", paramLabel = "<name>", description = "Only of this environment.")
    private @Nullable String environment;

    @Nullable
    String project() {
        return project;
    }

    @Nullable
    String environment() {
        return environment;
    }
}
