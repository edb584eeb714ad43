package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant, written by operators; {@code kind: Project}. */
public record ProjectFile(String apiVersion, FileKind kind, Metadata metadata, Spec spec) {
    public ProjectFile {
        Objects.requireNonNull(metadata, "metadata is null");
        spec = spec == null ? Spec.EMPTY : spec;
    }

    public String name() {
        return metadata.name();
    }

    /**
     * What operators fix for a whole project.
     *
     * @param description for people
     * @param build where pipeline tasks run
     * @param systems external systems stages may be handed over to
     * @param outbound hosts that may be told results
     * @param policies sets asked for every stage of the project
     */
    public record Spec(
            @Nullable String description,
            Build build,
            List<ExternalSystem> systems,
            Outbound outbound,
            PolicySets policies) {
        static final Spec EMPTY = new Spec(null, Build.DEFAULT, List.of(), Outbound.NONE, PolicySets.NONE);

        public Spec {
            build = build == null ? Build.DEFAULT : build;
            systems = systems == null ? List.of() : List.copyOf(systems);
            outbound = outbound == null ? Outbound.NONE : outbound;
            policies = policies == null ? PolicySets.NONE : policies;
        }

        public Optional<ExternalSystem> system(String name) {
            return systems.stream().filter(system -> system.name().equals(name)).findFirst();
        }
    }

    /**
     * Where pipeline tasks run.
     *
     * @param nodePool {@code build} when absent
     * @param maxConcurrent most tasks of the project at once, 1 and up; unlimited when null
     */
    public record Build(String nodePool, @Nullable Integer maxConcurrent) {
        static final Build DEFAULT = new Build("build", null);

        public Build {
            nodePool = nodePool == null ? "build" : nodePool;
        }
    }

    /**
     * An external system that is told about a stage and may answer.
     *
     * @param url address the request is posted to
     * @param secret name of the project secret that signs the request
     * @param await how its answer comes; callback when absent
     * @param pollUrl address asked for the answer, with poll only
     */
    public record ExternalSystem(
            String name,
            String url,
            @Nullable String secret,
            Await await,
            @Nullable String pollUrl) {
        public ExternalSystem {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(url, "url is null");
            await = await == null ? Await.CALLBACK : await;
        }
    }

    /**
     * Where Slipway may send requests on behalf of the project.
     *
     * @param allowedHosts {@code host} or {@code host:port}
     */
    public record Outbound(List<String> allowedHosts) {
        static final Outbound NONE = new Outbound(List.of());

        public Outbound {
            allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
        }
    }

    /** How the answer of an external system comes. */
    public enum Await {
        /** It posts to the callback address it was given. */
        CALLBACK,
        /** It is asked at {@code pollUrl}. */
        POLL,
        /** No answer; delivery is enough. */
        NONE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Await of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
