package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.files.Stage.BeforeJob;
import dev.slipway.model.files.Stage.StageJob;
import dev.slipway.model.files.check.Findings;
import dev.slipway.model.files.check.JobChecks;
import dev.slipway.model.files.check.RolloutBounds;
import dev.slipway.model.files.reference.JobTemplate;
import dev.slipway.model.files.reference.Substitution;
import dev.slipway.model.files.schema.NearMiss;
import dev.slipway.model.files.schema.SchemaCheck;
import dev.slipway.model.files.source.Pointers;
import dev.slipway.model.spec.JobSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of references, once, and makes the immutable job of the result. */
public final class JobResolver {
    /** A job of a stage; the stage's variables go before the environment's, those before the file's defaults. */
    public Parsed<JobSpec> resolve(JobFile file, EffectiveStage stage, StageJob job, Values values) {
        return resolve(file, stage, job.name(), job.variables(), values);
    }

    /** A job that runs before the rollout of a stage. */
    public Parsed<JobSpec> resolve(JobFile file, EffectiveStage stage, BeforeJob job, Values values) {
        return resolve(file, stage, job.name(), Map.of(), values);
    }

    private Parsed<JobSpec> resolve(
            JobFile file, EffectiveStage stage, String name, Map<String, JsonNode> given, Values values) {
        Parsed<Values> whole =
                withVariables(file, given, stage.environment().spec().variables(), values);
        return switch (whole) {
            case Parsed.Valid<Values>(Values complete) -> resolve(file, stage.target(name), complete);
            case Parsed.Invalid<Values>(List<Problem> problems) -> new Parsed.Invalid<>(problems);
        };
    }

    /**
     * The job as it will run in {@code target}; the result holds every rule of a job, checked again. A variable that
     * {@code values} do not have takes its default.
     */
    public Parsed<JobSpec> resolve(JobFile file, JobTarget target, Values values) {
        Map<String, JsonNode> variables = new HashMap<>();
        file.variables().forEach((name, variable) -> {
            if (variable.defaultValue() != null) {
                variables.put(name, variable.defaultValue());
            }
        });
        variables.putAll(values.variables());
        JobTemplate template = new JobTemplate(new ValueLookup(values.withVariables(variables)), SourceMap.NONE);
        ObjectNode spec = (ObjectNode) template.apply(file.template(), "/spec");
        if (!template.problems().isEmpty()) {
            return new Parsed.Invalid<>(template.problems());
        }
        List<Problem> problems = problems(file, spec);
        return problems.isEmpty() ? finish(spec, target) : new Parsed.Invalid<>(problems);
    }

    /**
     * {@code values} with a value for each variable the file declares: from {@code given}, which may itself hold
     * references (not to variables), else from {@code environment}, else its default. Names in {@code given} that the
     * file does not declare are refused; those in {@code environment} are for other jobs and are left out.
     */
    public Parsed<Values> withVariables(
            JobFile file, Map<String, JsonNode> given, Map<String, JsonNode> environment, Values values) {
        Map<String, Variable> declared = file.variables();
        List<Problem> problems = new ArrayList<>();
        for (String name : given.keySet()) {
            if (!declared.containsKey(name)) {
                problems.add(
                        problem(name, "the job file declares no such variable", NearMiss.fix(name, declared.keySet())));
            }
        }
        Substitution substitution = new Substitution(new ValueLookup(values.withVariables(Map.of())), SourceMap.NONE);
        Map<String, JsonNode> chosen = new LinkedHashMap<>();
        declared.forEach((name, variable) -> {
            JsonNode value = given.containsKey(name)
                    ? substitution.apply(given.get(name), pointer(name))
                    : environment.getOrDefault(name, variable.defaultValue());
            if (value == null) {
                problems.add(problem(name, "has no default, and neither stage nor environment sets it", null));
            } else if (!variable.type().accepts(value)) {
                problems.add(problem(name, "must be a " + variable.type().text() + ", not " + value, null));
            } else {
                chosen.put(name, value);
            }
        });
        problems.addAll(substitution.problems());
        return problems.isEmpty() ? new Parsed.Valid<>(values.withVariables(chosen)) : new Parsed.Invalid<>(problems);
    }

    /** Variables of a module as strings, numbers and booleans, references resolved. */
    public Parsed<Map<String, Object>> moduleVariables(Map<String, JsonNode> variables, Values values) {
        Substitution substitution = new Substitution(new ValueLookup(values.withVariables(Map.of())), SourceMap.NONE);
        Map<String, Object> resolved = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            JsonNode filled = substitution.apply(value, pointer(name));
            resolved.put(name, ModelJson.mapper().convertValue(filled, Object.class));
        });
        return substitution.problems().isEmpty()
                ? new Parsed.Valid<>(Map.copyOf(resolved))
                : new Parsed.Invalid<>(substitution.problems());
    }

    private static List<Problem> problems(JobFile file, ObjectNode spec) {
        ObjectNode whole = spec.objectNode();
        whole.put("apiVersion", FileKind.API_VERSION);
        whole.put("kind", FileKind.JOB.text());
        whole.set("metadata", spec.objectNode().put("name", file.name()));
        whole.set("spec", spec);
        List<Problem> problems = SchemaCheck.check(FileKind.JOB, whole, SourceMap.NONE, Set.of());
        if (!problems.isEmpty()) {
            return problems;
        }
        Findings findings = new Findings(SourceMap.NONE);
        JobChecks.check(spec, findings);
        return findings.problems();
    }

    private static Parsed<JobSpec> finish(ObjectNode spec, JobTarget target) {
        spec.put("name", target.name());
        spec.put("region", target.region());
        spec.put("nodePool", target.nodePool());
        for (JsonNode group : spec.path("groups")) {
            if (!group.has("count") && group instanceof ObjectNode writable) {
                writable.put("count", 1);
            }
        }
        return switch (Binding.bind(spec, JobSpec.class, "/spec", SourceMap.NONE)) {
            case Parsed.Invalid<JobSpec> invalid -> invalid;
            case Parsed.Valid<JobSpec>(JobSpec job) -> paced(job, target.rollout());
        };
    }

    private static Parsed<JobSpec> paced(JobSpec job, Rollout rollout) {
        JobSpec paced = new JobSpec(
                job.name(),
                job.type(),
                job.region(),
                job.nodePool(),
                job.priority(),
                job.groups(),
                rollout.over(job.update()),
                job.meta());
        Findings findings = new Findings(SourceMap.NONE);
        RolloutBounds.check("/spec/update", paced.update(), findings);
        return findings.problems().isEmpty() ? new Parsed.Valid<>(paced) : new Parsed.Invalid<>(findings.problems());
    }

    private static Problem problem(String variable, String message, @Nullable String fix) {
        return new Problem(pointer(variable), 0, 0, "variable '" + variable + "': " + message, fix);
    }

    private static String pointer(String variable) {
        return Pointers.child("/variables", variable);
    }
}
