package dev.slipway.model.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;

/**
 * Something a task leaves behind, taken after exit code 0 (reports are taken after any exit code).
 *
 * @param name artifact name, unique in the task
 * @param path path or glob below the working directory; one file is taken as it is, several as one {@code .tar.gz}
 * @param kind artifact: missing fails the task; report: JUnit XML, missing is only noted
 */
public record OutputSpec(String name, String path, Kind kind) {
    public OutputSpec {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(path, "path is null");
        kind = kind == null ? Kind.ARTIFACT : kind;
    }

    /** What an output is used for. */
    public enum Kind {
        ARTIFACT,
        REPORT;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
