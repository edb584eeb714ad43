package dev.slipway.model.files.reference;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Knows what references stand for. */
@FunctionalInterface
public interface Lookup {
    Answer find(Reference reference);

    /** What became of a reference. */
    sealed interface Answer {
        /** The value. */
        record Known(JsonNode value) implements Answer {}

        /** It will have a value, which cannot be known yet. */
        record Later() implements Answer {}

        /** There is no such thing. */
        record None(String message, @Nullable String fix) implements Answer {}
    }
}
