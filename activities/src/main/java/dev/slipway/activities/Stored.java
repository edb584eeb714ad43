package dev.slipway.activities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunRef;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What earlier steps of a run left for later ones. */
final class Stored {
    static final String NONE = "-";

    private Stored() {}

    /** Tree of the run's commit. */
    static Digest tree(Handle handle, RunRef run) {
        JsonNode commit = require(handle, run, NONE, StepName.COMMIT);
        return new Digest(read(commit, CommitResult.class).tree());
    }

    /** As {@link #tree}; empty when the commit step did not succeed. */
    static Optional<Digest> findTree(Handle handle, RunRef run) {
        return handle.attach(StepResults.class)
                .find(run.workflowId(), NONE, StepName.COMMIT, NONE)
                .map(commit -> new Digest(read(commit, CommitResult.class).tree()));
    }

    /**
     * What step 4 of a stage resolved.
     *
     * @throws SlipwayException CONFIGURE_CONFLICT when it is not what {@code request} names
     */
    static ResolvedRequest request(Handle handle, RunRef run, String stage, RequestResult request) {
        ResolvedRequest resolved = read(require(handle, run, stage, StepName.REQUEST), ResolvedRequest.class);
        if (!resolved.digest().value().equals(request.digest())) {
            throw new SlipwayException(
                    ErrorCode.CONFIGURE_CONFLICT, "the request of stage " + stage + " was made again meanwhile");
        }
        return resolved;
    }

    static void put(Handle handle, RunRef run, String stage, StepName step, Object result) {
        JsonNode tree = ModelJson.mapper().valueToTree(result);
        handle.attach(StepResults.class).put(run.workflowId(), stage, step, NONE, run.generation(), tree);
    }

    private static JsonNode require(Handle handle, RunRef run, String stage, StepName step) {
        return handle.attach(StepResults.class)
                .find(run.workflowId(), stage, step, NONE)
                .orElseThrow(() -> new SlipwayException(
                        ErrorCode.NOT_FOUND, run.workflowId() + " has no result of step " + step.text() + " yet"));
    }

    private static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return ModelJson.mapper().treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new SlipwayException(
                    ErrorCode.INTERNAL_ERROR, "a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }
}
