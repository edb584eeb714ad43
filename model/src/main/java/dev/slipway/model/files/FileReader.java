package dev.slipway.model.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Problem;
import dev.slipway.model.files.check.Findings;
import dev.slipway.model.files.check.JobChecks;
import dev.slipway.model.files.check.OperatorChecks;
import dev.slipway.model.files.check.PipelineChecks;
import dev.slipway.model.files.check.PipelineReferences;
import dev.slipway.model.files.reference.FileLookup;
import dev.slipway.model.files.reference.JobTemplate;
import dev.slipway.model.files.schema.SchemaCheck;
import dev.slipway.model.files.source.Document;
import dev.slipway.model.files.source.SourceReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Reads files of every kind from YAML or JSON. Reading never throws for anything a file can contain: whatever is wrong
 * comes back at once, with line and column.
 */
public final class FileReader {
    private static final int MOST_PROBLEMS = 100;

    private final SourceReader sources = new SourceReader();

    /** Reads {@code kind: Project}. */
    public Parsed<ProjectFile> project(byte[] content) {
        return read(
                FileKind.PROJECT,
                ProjectFile.class,
                content,
                (root, project, findings) -> OperatorChecks.check(project, findings));
    }

    /** Reads {@code kind: Environment}. */
    public Parsed<EnvironmentFile> environment(byte[] content) {
        return read(
                FileKind.ENVIRONMENT,
                EnvironmentFile.class,
                content,
                (root, environment, findings) -> OperatorChecks.check(environment, findings));
    }

    /** Reads {@code kind: PipelineRegistration}. */
    public Parsed<PipelineRegistration> registration(byte[] content) {
        return read(
                FileKind.PIPELINE_REGISTRATION,
                PipelineRegistration.class,
                content,
                (root, file, findings) -> OperatorChecks.check(file, findings));
    }

    /** Reads {@code kind: Pipeline}. */
    public Parsed<PipelineFile> pipeline(byte[] content) {
        return read(FileKind.PIPELINE, PipelineFile.class, content, (root, pipeline, findings) -> {
            PipelineChecks.check(pipeline, findings);
            PipelineReferences.check(root, pipeline, findings);
        });
    }

    /** Reads {@code kind: Job}; value references are checked as far as they can be known before a run. */
    public Parsed<JobFile> job(byte[] content) {
        return read(FileKind.JOB, JobFile.class, content, (root, job, findings) -> {});
    }

    /** Reads a file whose kind is known only as a value. */
    public Parsed<?> read(FileKind kind, byte[] content) {
        return switch (kind) {
            case PROJECT -> project(content);
            case ENVIRONMENT -> environment(content);
            case PIPELINE_REGISTRATION -> registration(content);
            case PIPELINE -> pipeline(content);
            case JOB -> job(content);
        };
    }

    /** Where each value of a document stands; {@link SourceMap#NONE} when it cannot be read at all. */
    public SourceMap positions(byte[] content) {
        return switch (sources.read(content)) {
            case Parsed.Valid<Document>(Document document) -> document.source();
            case Parsed.Invalid<Document> ignored -> SourceMap.NONE;
        };
    }

    private <T> Parsed<T> read(FileKind kind, Class<T> type, byte[] content, Check<T> check) {
        return switch (sources.read(content)) {
            case Parsed.Valid<Document>(Document document) -> read(kind, type, document, check);
            case Parsed.Invalid<Document>(List<Problem> problems) -> invalid(problems);
        };
    }

    private static <T> Parsed<T> read(FileKind kind, Class<T> type, Document document, Check<T> check) {
        SourceMap source = document.source();
        List<Problem> wrongKind = wrongKind(kind, document.root(), source);
        if (!wrongKind.isEmpty()) {
            return invalid(wrongKind);
        }
        Findings findings = new Findings(source);
        List<Problem> problems = new ArrayList<>(
                kind == FileKind.JOB
                        ? jobProblems(document, findings)
                        : SchemaCheck.check(kind, document.root(), source, Set.of()));
        boolean fits = problems.isEmpty();
        Parsed<T> bound =
                fits ? Binding.bind(document.root(), type, "", source) : Binding.bindWhatFits(document.root(), type);
        if (bound instanceof Parsed.Valid<T>(T value)) {
            check.check(document.root(), value, findings);
        } else if (fits) {
            problems.addAll(bound.problems());
        }
        addNew(problems, findings.problems());
        return problems.isEmpty() ? bound : invalid(problems);
    }

    /** Of a job the schema sees a tree with values put in, so that {@code count: ${var.count}} is judged as a number. */
    private static List<Problem> jobProblems(Document document, Findings findings) {
        JsonNode root = document.root();
        JsonNode spec = root.path("spec");
        JobTemplate template = new JobTemplate(new FileLookup(spec.path("variables")), document.source());
        ObjectNode filled = ((ObjectNode) root).objectNode();
        filled.setAll((ObjectNode) root);
        if (root.has("spec")) {
            filled.set("spec", template.apply(spec, "/spec"));
        }
        List<Problem> problems = new ArrayList<>(template.problems());
        addNew(problems, SchemaCheck.check(FileKind.JOB, filled, document.source(), template.unknown()));
        VariableDefaults.check(spec.path("variables"), findings);
        JobChecks.check(filled.path("spec"), findings);
        return problems;
    }

    private static List<Problem> wrongKind(FileKind kind, JsonNode root, SourceMap source) {
        if (!root.isObject()) {
            String message = "a file holds fields such as apiVersion, kind, metadata and spec";
            return List.of(source.problem("", message, "write 'name: value' lines"));
        }
        String written = root.path("kind").asText();
        boolean other = Arrays.stream(FileKind.values())
                .anyMatch(one -> one != kind && one.text().equals(written));
        return other
                ? List.of(
                        source.problem("/kind", "this is a " + written + " file, not a " + kind.text() + " file", null))
                : List.of();
    }

    /** What is found about a value or about something in it goes before what is then found about the value. */
    private static void addNew(List<Problem> problems, List<Problem> more) {
        List<String> known = problems.stream().map(Problem::field).toList();
        for (Problem candidate : more) {
            String field = candidate.field();
            if (known.stream().noneMatch(one -> one.equals(field) || one.startsWith(field + "/"))) {
                problems.add(candidate);
            }
        }
    }

    private static <T> Parsed<T> invalid(List<Problem> problems) {
        List<Problem> ordered = new ArrayList<>(problems);
        ordered.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (ordered.size() > MOST_PROBLEMS) {
            int left = ordered.size() - MOST_PROBLEMS;
            ordered = new ArrayList<>(ordered.subList(0, MOST_PROBLEMS));
            ordered.add(Problem.of("", left + " more problems are not shown"));
        }
        return new Parsed.Invalid<>(ordered);
    }

    /** Rules of a kind beyond its schema. */
    @FunctionalInterface
    private interface Check<T> {
        void check(JsonNode root, T value, Findings findings);
    }
}
