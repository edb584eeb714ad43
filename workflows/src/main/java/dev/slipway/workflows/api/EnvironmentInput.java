package dev.slipway.workflows.api;

import java.util.List;

/** @param pending names of locks still to be looked at, carried over a continue-as-new */
public record EnvironmentInput(String project, String environment, List<String> pending) {
    public EnvironmentInput {
        pending = pending == null ? List.of() : List.copyOf(pending);
    }
}
