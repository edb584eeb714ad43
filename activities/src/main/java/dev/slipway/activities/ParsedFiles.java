package dev.slipway.activities;

import dev.slipway.activities.source.Recent;
import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.files.FileReader;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.SourceMap;
import java.util.function.Function;

/** Pipeline and job files of stored trees, read once: a tree never changes, and every step of a run asks again. */
final class ParsedFiles {
    private static final int KEPT = 256;

    private final TreeFiles files;
    private final FileReader reader = new FileReader();
    private final Recent<Read<PipelineFile>> pipelines = new Recent<>(KEPT);
    private final Recent<Read<JobFile>> jobs = new Recent<>(KEPT);

    ParsedFiles(TreeFiles files) {
        this.files = files;
    }

    /**
     * A file and where its values stand.
     *
     * @param file the value, or everything that is wrong with it
     */
    record Read<T>(Parsed<T> file, SourceMap positions) {}

    /** A pipeline file; PIPELINE_INVALID when the tree has none of that path. */
    Read<PipelineFile> pipeline(Digest tree, String path) {
        return pipelines.get(tree + "/" + path, key -> read(tree, path, reader::pipeline));
    }

    /** A job file; PIPELINE_INVALID when the tree has none of that path. */
    Read<JobFile> job(Digest tree, String path) {
        return jobs.get(tree + "/" + path, key -> read(tree, path, reader::job));
    }

    private <T> Read<T> read(Digest tree, String path, Function<byte[], Parsed<T>> parser) {
        byte[] content = files.require(tree, path, ErrorCode.PIPELINE_INVALID);
        return new Read<>(parser.apply(content), reader.positions(content));
    }
}
