package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What value references stand for in one stage of one run.
 *
 * @param runId {@code ${run.id}}
 * @param commit {@code ${run.commit}}
 * @param environment {@code ${env.name}}; null during step 3
 * @param artifacts {@code ${artifact.<name>.uri|digest}} by name
 * @param variables values a stage and its environment give to variables, the stage's first: {@code ${var.<name>}}
 * @param infra outputs of the stage's module: {@code ${infra.<output>}}
 */
public record Values(
        String runId,
        String commit,
        @Nullable String environment,
        Map<String, ArtifactValue> artifacts,
        Map<String, JsonNode> variables,
        Map<String, JsonNode> infra) {
    public Values {
        Objects.requireNonNull(runId, "runId is null");
        Objects.requireNonNull(commit, "commit is null");
        artifacts = Map.copyOf(artifacts);
        variables = Map.copyOf(variables);
        infra = Map.copyOf(infra);
    }

    /** Values of step 3: run and commit only. */
    public static Values ofRun(String runId, String commit) {
        return new Values(runId, commit, null, Map.of(), Map.of(), Map.of());
    }

    /** The same values with these variables. */
    public Values withVariables(Map<String, JsonNode> given) {
        return new Values(runId, commit, environment, artifacts, given, infra);
    }

    /** Where an artifact lies and what it hashes to. */
    public record ArtifactValue(String uri, Digest digest) {
        public ArtifactValue {
            Objects.requireNonNull(uri, "uri is null");
            Objects.requireNonNull(digest, "digest is null");
        }
    }
}
