package dev.slipway.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.infra.StoredPlan;
import dev.slipway.store.run.Receipt;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What both policy engines are asked before a stage may go ahead. Holds no secret: specs name them only. */
record AdmissionQuestion(
        RunRow run,
        Receipt receipt,
        EffectiveStage stage,
        List<JobSpec> jobs,
        List<JobSpec> before,
        List<RunArtifact> artifacts,
        @Nullable StoredPlan plan) {
    JsonNode document() {
        ObjectNode input = ModelJson.mapper().createObjectNode();
        input.put("project", run.project());
        input.put("pipeline", run.pipeline());
        input.set("environment", environmentDocument());
        input.put("stage", stage.name());
        input.set("principal", VerifyStep.principal(run, receipt));
        input.put("commit", run.commitId());
        input.set(
                "jobs",
                ModelJson.mapper()
                        .valueToTree(
                                Stream.concat(jobs.stream(), before.stream()).toList()));
        input.set("artifacts", artifactList());
        input.set("plan", plan == null ? ModelJson.mapper().nullNode() : plan.redactedJson());
        ObjectNode policies = input.putObject("policies");
        policies.set(
                "internal",
                ModelJson.mapper().valueToTree(stage.request().policies().internalNames()));
        policies.set(
                "external",
                ModelJson.mapper().valueToTree(stage.request().policies().externalNames()));
        return input;
    }

    /** What an approval is bound to: the same things in the same versions, allowed by the same rules. */
    Digest bound(Decision decision) {
        ObjectNode bound = ModelJson.mapper().createObjectNode().put("commit", run.commitId());
        ObjectNode byName = bound.putObject("artifacts");
        artifacts.forEach(
                artifact -> byName.put(artifact.name(), artifact.digest().value()));
        bound.set("jobs", ModelJson.mapper().valueToTree(digests(jobs)));
        bound.set("before", ModelJson.mapper().valueToTree(digests(before)));
        bound.put("plan", plan == null ? "" : plan.digest().value());
        ArrayNode revisions = bound.putArray("policies");
        for (JsonNode engine : decision.engines()) {
            revisions.add(
                    engine.path("name").asText() + "@" + engine.path("revision").asText());
        }
        return ModelJson.digest(bound);
    }

    /** Digest of each job by name, in order. */
    static Map<String, String> digests(List<JobSpec> jobs) {
        Map<String, String> digests = new LinkedHashMap<>();
        jobs.forEach(job -> digests.put(job.name(), job.digest().value()));
        return digests;
    }

    private ObjectNode environmentDocument() {
        EnvironmentFile file = stage.environment();
        ObjectNode environment = ModelJson.mapper().createObjectNode().put("name", file.name());
        environment.put("class", stage.environmentClass().text());
        environment.set("guards", ModelJson.mapper().valueToTree(file.spec().guards()));
        return environment;
    }

    private ArrayNode artifactList() {
        ArrayNode list = ModelJson.mapper().createArrayNode();
        for (RunArtifact artifact : artifacts) {
            list.addObject()
                    .put("name", artifact.name())
                    .put("uri", artifact.uri())
                    .put("digest", artifact.digest().value())
                    .put("origin", artifact.origin());
        }
        return list;
    }
}
