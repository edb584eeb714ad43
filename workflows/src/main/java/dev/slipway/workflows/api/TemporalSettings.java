package dev.slipway.workflows.api;

import static java.util.Objects.requireNonNull;

/**
 * Where the Temporal server is.
 *
 * @param target host and port of the gRPC front end
 * @param namespace {@code default} when absent
 * @param uiUrl base address of the Temporal UI, for links; empty when there is none
 */
public record TemporalSettings(String target, String namespace, String uiUrl) {
    public TemporalSettings {
        requireNonNull(target, "target is null");
        namespace = namespace == null ? "default" : namespace;
        uiUrl = uiUrl == null ? "" : uiUrl;
    }
}
