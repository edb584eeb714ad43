package dev.slipway.cli.registry;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.client.ResourceName;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.files.EnvironmentFile;
import dev.slipway.model.files.FileKind;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.Metadata;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.ProjectFile;
import java.util.Objects;

/** A valid operator's file and where the server keeps it. */
record Registered(LocalFile file, FileKind kind, ResourceName name) {
    /** Refuses what belongs into an application's repository. */
    static Registered of(LocalFile file) {
        return switch (file.parsed().orThrow(ErrorCode.VALIDATION_FAILED)) {
            case ProjectFile project -> new Registered(file, FileKind.PROJECT, ResourceName.project(project.name()));
            case EnvironmentFile environment ->
                new Registered(
                        file,
                        FileKind.ENVIRONMENT,
                        ResourceName.environment(project(environment.metadata()), environment.name()));
            case PipelineRegistration pipeline ->
                new Registered(
                        file,
                        FileKind.PIPELINE_REGISTRATION,
                        ResourceName.pipeline(project(pipeline.metadata()), pipeline.name()));
            case PipelineFile pipeline -> throw refused(file, FileKind.PIPELINE);
            case JobFile job -> throw refused(file, FileKind.JOB);
            default -> throw new IllegalStateException("a file of no kind");
        };
    }

    private static String project(Metadata metadata) {
        return Objects.requireNonNull(metadata.project(), "the schema requires a project");
    }

    private static CommandFailure refused(LocalFile file, FileKind kind) {
        return new CommandFailure(
                ExitCode.FAILED,
                file.name() + " is a " + kind.text()
                        + " file: it is read from its repository at the commit of a run, not applied; nothing was applied");
    }
}
