package dev.slipway.model.files.reference;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reference names.
 *
 * @param scope first part
 * @param name artifact, variable or output; the only other part of {@code run} and {@code env}
 * @param part {@code uri} or {@code digest} of an artifact, else empty
 */
public record Reference(Scope scope, String name, String part) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> ARTIFACT_PARTS = List.of("uri", "digest");

    /** The reference written as {@code text} between the braces, or nothing when there is no such. */
    static Optional<Reference> of(String text) {
        List<String> parts = Arrays.asList(text.split("\\.", -1));
        Optional<Scope> scope = Arrays.stream(Scope.values())
                .filter(one -> one.text().equals(parts.getFirst()))
                .findFirst();
        boolean named = parts.stream().allMatch(part -> NAME.matcher(part).matches());
        if (scope.isEmpty() || !named || parts.size() != (scope.get() == Scope.ARTIFACT ? 3 : 2)) {
            return Optional.empty();
        }
        Reference reference = new Reference(scope.get(), parts.get(1), parts.size() == 3 ? parts.get(2) : "");
        return reference.sensible() ? Optional.of(reference) : Optional.empty();
    }

    private boolean sensible() {
        return switch (scope) {
            case ARTIFACT -> ARTIFACT_PARTS.contains(part);
            case RUN -> name.equals("id") || name.equals("commit");
            case ENV -> name.equals("name");
            case VAR, INFRA -> true;
        };
    }

    /** As it stands in a file. */
    public String text() {
        return "${" + scope.text() + "." + name + (part.isEmpty() ? "" : "." + part) + "}";
    }

    /** First part of a reference: where its value comes from. */
    public enum Scope {
        ARTIFACT,
        VAR,
        INFRA,
        RUN,
        ENV;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
