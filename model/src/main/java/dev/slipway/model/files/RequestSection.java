package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.model.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What step 4 fetches and asks, for every stage or in addition for one.
 *
 * @param modules infrastructure modules a stage may provision
 * @param artifacts what jobs may refer to by {@code ${artifact.<name>.uri|digest}}
 * @param policies sets asked
 */
public record RequestSection(List<Module> modules, List<RequestedArtifact> artifacts, PolicySets policies) {
    public static final RequestSection NONE = new RequestSection(List.of(), List.of(), PolicySets.NONE);

    public RequestSection {
        modules = modules == null ? List.of() : List.copyOf(modules);
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        policies = policies == null ? PolicySets.NONE : policies;
    }

    public Optional<Module> module(String name) {
        return modules.stream().filter(module -> module.name().equals(name)).findFirst();
    }

    /**
     * An infrastructure module.
     *
     * @param source path in the repository, pinned by the commit; or an address, pinned by {@code digest}
     * @param digest of the module's archive; null for paths
     */
    public record Module(
            String name, String source, @Nullable Digest digest) {
        public Module {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(source, "source is null");
        }

        /** Whether it lies in the repository, so that the commit pins it. */
        public boolean inRepository() {
            return digest == null;
        }
    }

    /**
     * An artifact jobs may refer to: either {@code from} or both {@code uri} and {@code digest}.
     *
     * @param from who makes it
     * @param uri where it lies
     * @param digest what it must hash to
     * @param signature who must have signed it
     */
    public record RequestedArtifact(
            String name,
            @Nullable Origin from,
            @Nullable String uri,
            @Nullable Digest digest,
            @Nullable Signature signature) {
        public RequestedArtifact {
            Objects.requireNonNull(name, "name is null");
        }
    }

    /** @param key path of the public key in the repository */
    public record Signature(String key) {
        public Signature {
            Objects.requireNonNull(key, "key is null");
        }
    }

    /** Who makes an artifact. */
    public enum Origin {
        /** A pipeline task. */
        TASKS,
        /** Whoever started the run hands it over by digest. */
        TRIGGER;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Origin of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
