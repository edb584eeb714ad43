package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import java.util.Arrays;

/** Kinds of files with {@code apiVersion: slipway/v1}. */
public enum FileKind {
    PROJECT("Project", "project"),
    ENVIRONMENT("Environment", "environment"),
    PIPELINE_REGISTRATION("PipelineRegistration", "pipeline-registration"),
    PIPELINE("Pipeline", "pipeline"),
    JOB("Job", "job");

    /** The only version there is. */
    public static final String API_VERSION = "slipway/v1";

    private final String text;
    private final String schema;

    FileKind(String text, String schema) {
        this.text = text;
        this.schema = schema;
    }

    /** What stands under {@code kind}. */
    @JsonValue
    public String text() {
        return text;
    }

    /** Class path resource of the published JSON Schema, without a leading slash. */
    public String schemaResource() {
        return "schemas/slipway/v1/" + schema + ".schema.json";
    }

    /** Kind by the text under {@code kind}, exactly as written; VALIDATION_FAILED when there is none. */
    @JsonCreator
    public static FileKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new SlipwayException(ErrorCode.VALIDATION_FAILED, "no file kind is called " + text));
    }
}
