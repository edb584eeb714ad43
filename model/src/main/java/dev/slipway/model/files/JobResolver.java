package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.spec.JobSpec;
import java.util.Map;

/** Puts values in the place of references, once. */
public final class JobResolver {
    /** The job as it will run in {@code target}; the result holds every rule of a job, checked again. */
    public Parsed<JobSpec> resolve(JobFile file, JobTarget target, Values values) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Values with the variables a stage gives to a job: {@code given} may itself hold references (not to variables),
     * {@code environment} holds what the operators' environment gives and is overridden by it.
     */
    public Parsed<Values> withVariables(Values values, Map<String, JsonNode> given, Map<String, JsonNode> environment) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Variables of a module as strings, numbers and booleans, references resolved. */
    public Parsed<Map<String, Object>> moduleVariables(Map<String, JsonNode> variables, Values values) {
        throw new UnsupportedOperationException("not built yet");
    }
}
