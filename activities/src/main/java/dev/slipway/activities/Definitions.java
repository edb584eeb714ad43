package dev.slipway.activities;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.slipway.activities.source.Recent;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.GuardCheck;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.Metadata;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import dev.slipway.model.files.SourceMap;
import dev.slipway.store.Database;
import dev.slipway.store.run.DefinitionRow;
import dev.slipway.store.run.DefinitionRows;
import dev.slipway.store.run.RunRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a run is made of: files of its commit, held against what operators registered. */
final class Definitions {
    private static final String BUILD = "build";

    private final Database database;
    private final ParsedFiles files;
    private final Recent<Made> kept = new Recent<>(256);

    Definitions(Database database, TreeFiles files) {
        this.database = database;
        this.files = new ParsedFiles(files);
    }

    /** Where the pipeline is read from. */
    PipelineRegistration registration(RunRow run) {
        return registered(run, rows(run, List.of())).registration();
    }

    /**
     * The pipeline of a commit with its stages as they hold.
     *
     * @throws SlipwayException PIPELINE_INVALID with every problem at once, GUARD_WEAKENED naming the floors
     */
    Definition load(RunRow run, Digest tree) {
        String key = run.project() + "/" + run.pipeline() + "/" + tree;
        Made known = kept.find(key).orElse(null);
        List<DefinitionRow> rows = rows(run, known == null ? List.of() : known.names());
        if (known != null && known.holds(rows)) {
            return known.definition();
        }
        Made made = make(run, tree, registered(run, rows).registration());
        kept.put(key, made);
        return made.definition();
    }

    private Made make(RunRow run, Digest tree, PipelineRegistration registration) {
        ParsedFiles.Read<PipelineFile> read =
                files.pipeline(tree, registration.spec().path());
        PipelineFile pipeline = read.file().orThrow(ErrorCode.PIPELINE_INVALID);
        List<String> names = new ArrayList<>(List.of(BUILD));
        pipeline.spec().stages().forEach(stage -> names.add(stage.environment()));
        List<DefinitionRow> rows = rows(run, names);
        Registered registered = registered(run, rows);
        GuardCheck guards = new GuardCheck(registered.project(), registered.registration(), registered.environments());
        Definition definition = new Definition(
                pipeline,
                registered.project(),
                registered.registration(),
                guards.check(pipeline, read.positions()).orThrow());
        return new Made(names, Set.copyOf(rows), definition);
    }

    private List<DefinitionRow> rows(RunRow run, List<String> names) {
        return database.jdbi().withExtension(DefinitionRows.class, all -> all.of(run.project(), run.pipeline(), names));
    }

    /** The pipeline file alone, whatever guards say by now; empty when it cannot be read. */
    Optional<PipelineFile> pipeline(RunRow run, Digest tree) {
        Parsed<PipelineFile> file =
                files.pipeline(tree, registration(run).spec().path()).file();
        return file instanceof Parsed.Valid<PipelineFile>(PipelineFile pipeline)
                ? Optional.of(pipeline)
                : Optional.empty();
    }

    /** The project, for what its operators fixed. */
    ProjectFile project(RunRow run) {
        return registered(run, rows(run, List.of())).project();
    }

    /**
     * A job file of a commit.
     *
     * @throws SlipwayException PIPELINE_INVALID with every problem at once
     */
    JobFile job(Digest tree, String path) {
        return parsedJob(tree, path).orThrow(ErrorCode.PIPELINE_INVALID);
    }

    /** A job file or what is wrong with it. */
    Parsed<JobFile> parsedJob(Digest tree, String path) {
        return files.job(tree, path).file();
    }

    /** Positions in a job file, for problems found later. */
    SourceMap positions(Digest tree, String path) {
        return files.job(tree, path).positions();
    }

    private Registered registered(RunRow run, List<DefinitionRow> rows) {
        Map<String, EnvironmentFile> environments = new HashMap<>();
        ProjectFile project = null;
        PipelineRegistration registration = null;
        for (DefinitionRow row : rows) {
            Metadata name = new Metadata(row.name(), row.kind().equals("project") ? null : run.project());
            switch (row.kind()) {
                case "project" ->
                    project = new ProjectFile(
                            FileKind.API_VERSION, FileKind.PROJECT, name, spec(row, ProjectFile.Spec.class));
                case "pipeline" ->
                    registration = new PipelineRegistration(
                            FileKind.API_VERSION,
                            FileKind.PIPELINE_REGISTRATION,
                            name,
                            spec(row, PipelineRegistration.Spec.class));
                default ->
                    environments.put(
                            row.name(),
                            new EnvironmentFile(
                                    FileKind.API_VERSION,
                                    FileKind.ENVIRONMENT,
                                    name,
                                    spec(row, EnvironmentFile.Spec.class)));
            }
        }
        if (project == null || registration == null) {
            throw new SlipwayException(
                    ErrorCode.NOT_FOUND, "pipeline " + run.pipeline() + " of project " + run.project() + " is gone");
        }
        return new Registered(project, registration, environments);
    }

    private static <T> T spec(DefinitionRow row, Class<T> type) {
        try {
            return ModelJson.mapper().treeToValue(row.spec(), type);
        } catch (JsonProcessingException e) {
            throw new SlipwayException(
                    ErrorCode.INTERNAL_ERROR, "the registered " + row.kind() + " " + row.name() + " cannot be read", e);
        }
    }

    /**
     * A definition and what it was made of.
     *
     * @param names environments that were asked for
     */
    private record Made(List<String> names, Set<DefinitionRow> rows, Definition definition) {
        /** Whether what operators registered is still the same. */
        boolean holds(List<DefinitionRow> now) {
            return rows.equals(Set.copyOf(now));
        }
    }

    private record Registered(
            ProjectFile project, PipelineRegistration registration, Map<String, EnvironmentFile> environments) {}
}
