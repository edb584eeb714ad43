package dev.slipway.model.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps 4 to 8 for one environment, as the pipeline file has it; see {@link EffectiveStage} for what really holds.
 *
 * @param name unique in the pipeline
 * @param environment environment of the project
 * @param request what step 4 fetches and asks in addition to the pipeline's
 * @param provision step 5; nothing is provisioned when null
 * @param jobs steps 6 and 7, ordered by {@code dependsOn}
 * @param before jobs run to their end before the rollout, once per deployment
 * @param approval manual approval; the floor of the environment when null
 * @param rollout pacing that replaces the job file's {@code update}, field by field
 * @param handOver systems asked after the rollout; those the environment demands when null
 */
public record Stage(
        String name,
        String environment,
        RequestSection request,
        @Nullable Provision provision,
        List<StageJob> jobs,
        List<BeforeJob> before,
        @Nullable Approval approval,
        Rollout rollout,
        @Nullable List<HandOver> handOver) {
    public Stage {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(environment, "environment is null");
        request = request == null ? RequestSection.NONE : request;
        jobs = jobs == null ? List.of() : List.copyOf(jobs);
        before = before == null ? List.of() : List.copyOf(before);
        rollout = rollout == null ? Rollout.DEFAULT : rollout;
        handOver = handOver == null ? null : List.copyOf(handOver);
    }

    /**
     * A module to apply.
     *
     * @param module name of a requested module
     * @param variables strings, numbers or booleans; may hold value references
     * @param secrets input variables filled from the project's secrets
     */
    public record Provision(String module, Map<String, JsonNode> variables, List<SecretVariable> secrets) {
        public Provision {
            Objects.requireNonNull(module, "module is null");
            variables = variables == null ? Map.of() : Map.copyOf(variables);
            secrets = secrets == null ? List.of() : List.copyOf(secrets);
        }
    }

    /**
     * @param name name in the project's secret store
     * @param variable input variable of the module
     */
    public record SecretVariable(String name, String variable) {
        public SecretVariable {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(variable, "variable is null");
        }
    }

    /**
     * A job to roll out.
     *
     * @param name job name in the environment
     * @param file job file in the repository
     * @param variables values of variables the job file declares; may hold value references
     * @param dependsOn jobs of the stage that must be rolled out first
     */
    public record StageJob(String name, String file, Map<String, JsonNode> variables, List<String> dependsOn) {
        public StageJob {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(file, "file is null");
            variables = variables == null ? Map.of() : Map.copyOf(variables);
            dependsOn = dependsOn == null ? List.of() : List.copyOf(dependsOn);
        }
    }

    /**
     * A batch job run to its end before the rollout.
     *
     * @param name the file's name up to its first dot when absent
     * @param job job file in the repository
     * @param onRollback what happens with it when the rollout is reverted
     */
    public record BeforeJob(String name, String job, OnRollback onRollback) {
        public BeforeJob {
            Objects.requireNonNull(job, "job is null");
            name = name == null ? nameOf(job) : name;
            onRollback = onRollback == null ? OnRollback.NONE : onRollback;
        }

        private static String nameOf(String file) {
            String last = file.substring(file.lastIndexOf('/') + 1);
            int dot = last.indexOf('.');
            return dot < 0 ? last : last.substring(0, dot);
        }
    }

    /** What happens with a before-job when the rollout is reverted. */
    public enum OnRollback {
        /** Nothing: its effects must suit the old version too. */
        NONE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static OnRollback of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * A hand-over to an external system whose answer gates the run.
     *
     * @param system name of a system of the project
     * @param await what is expected back, {@code result} when absent
     * @param timeout how long its answer may take, 15 min when absent
     * @param onFailure fail when absent
     */
    public record HandOver(String system, Expect await, Duration timeout, OnFailure onFailure) {
        /** Time an answer may take when no file says otherwise. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(15);

        public HandOver {
            Objects.requireNonNull(system, "system is null");
            await = await == null ? Expect.RESULT : await;
            timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
            onFailure = onFailure == null ? OnFailure.FAIL : onFailure;
        }
    }

    /** What a hand-over expects back. */
    public enum Expect {
        /** {@code passed} or {@code failed}. */
        RESULT,
        /** A SARIF report that is judged. */
        SARIF;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Expect of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** What a failed or late hand-over does to the run; later ones are weaker. */
    public enum OnFailure {
        REVERT,
        FAIL,
        WARN;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static OnFailure of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
