package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A target and its guards, written by operators; {@code kind: Environment}. */
public record EnvironmentFile(String apiVersion, FileKind kind, Metadata metadata, Spec spec) {
    public EnvironmentFile {
        Objects.requireNonNull(metadata, "metadata is null");
        Objects.requireNonNull(spec, "spec is null");
    }

    public String name() {
        return metadata.name();
    }

    /**
     * Where stages go.
     *
     * @param environmentClass how much care it takes, {@code class} in files
     * @param region {@code local} when absent
     * @param nodePool pool its jobs are placed in, {@code default} when absent
     * @param variables strings, numbers or booleans: values of job variables of the same name, unless the stage sets them
     * @param guards floors no pipeline can weaken
     */
    public record Spec(
            @JsonProperty("class") EnvironmentClass environmentClass,
            String region,
            String nodePool,
            Map<String, JsonNode> variables,
            Guards guards) {
        public Spec {
            Objects.requireNonNull(environmentClass, "class is null");
            region = region == null ? "local" : region;
            nodePool = nodePool == null ? "default" : nodePool;
            variables = variables == null ? Map.of() : Map.copyOf(variables);
            guards = guards == null ? Guards.NONE : guards;
        }
    }

    /**
     * Floors of an environment.
     *
     * @param approval least approval of each stage that goes here
     * @param policies sets asked for each of those stages
     * @param requireAutoRevert whether rollouts must restore the last stable version by themselves
     * @param handOvers systems each of those stages must be handed over to
     * @param drivers task drivers allowed; every one when null
     */
    public record Guards(
            Approval approval,
            PolicySets policies,
            Boolean requireAutoRevert,
            List<String> handOvers,
            @Nullable List<String> drivers) {
        static final Guards NONE = new Guards(Approval.NONE, PolicySets.NONE, false, List.of(), null);

        public Guards {
            approval = approval == null ? Approval.NONE : approval;
            policies = policies == null ? PolicySets.NONE : policies;
            requireAutoRevert = requireAutoRevert != null && requireAutoRevert;
            handOvers = handOvers == null ? List.of() : List.copyOf(handOvers);
            drivers = drivers == null ? null : List.copyOf(drivers);
        }

        public boolean allowsDriver(String driver) {
            return drivers == null || drivers.contains(driver);
        }
    }

    /** How much care an environment takes; {@code build} runs pipeline tasks only. */
    public enum EnvironmentClass {
        PREVIEW,
        STAGING,
        PRODUCTION,
        BUILD;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static EnvironmentClass of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
