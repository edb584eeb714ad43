package dev.slipway.model.files;

/**
 * Reads files of every kind from YAML or JSON. Reading never throws for anything a file can contain: whatever is wrong
 * comes back at once, with line and column.
 */
public final class FileReader {
    /** Reads {@code kind: Project}. */
    public Parsed<ProjectFile> project(byte[] content) {
        return read(FileKind.PROJECT, ProjectFile.class, content);
    }

    /** Reads {@code kind: Environment}. */
    public Parsed<EnvironmentFile> environment(byte[] content) {
        return read(FileKind.ENVIRONMENT, EnvironmentFile.class, content);
    }

    /** Reads {@code kind: PipelineRegistration}. */
    public Parsed<PipelineRegistration> registration(byte[] content) {
        return read(FileKind.PIPELINE_REGISTRATION, PipelineRegistration.class, content);
    }

    /** Reads {@code kind: Pipeline}. */
    public Parsed<PipelineFile> pipeline(byte[] content) {
        return read(FileKind.PIPELINE, PipelineFile.class, content);
    }

    /** Reads {@code kind: Job}; value references are checked as far as they can be known before a run. */
    public Parsed<JobFile> job(byte[] content) {
        return read(FileKind.JOB, JobFile.class, content);
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

    /** Where each value of a document stands; empty when it cannot be read at all. */
    public SourceMap positions(byte[] content) {
        throw new UnsupportedOperationException("not built yet");
    }

    private <T> Parsed<T> read(FileKind kind, Class<T> type, byte[] content) {
        throw new UnsupportedOperationException("not built yet");
    }
}
