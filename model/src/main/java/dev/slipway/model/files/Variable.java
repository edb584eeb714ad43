package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A variable a job file declares.
 *
 * @param type what its values must be
 * @param defaultValue value when nobody sets one, {@code default} in files; null makes a value mandatory
 */
public record Variable(Type type, @Nullable JsonNode defaultValue) {
    static Variable of(JsonNode declared) {
        return new Variable(Type.of(declared.path("type").asText("string")), declared.get("default"));
    }

    /** Kinds of values. */
    public enum Type {
        STRING,
        NUMBER,
        BOOLEAN;

        /** Whether {@code value} is of this type. */
        public boolean accepts(JsonNode value) {
            return switch (this) {
                case STRING -> value.isTextual();
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
            };
        }

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Type of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
