package dev.slipway.model.files;

import dev.slipway.model.Digest;
import dev.slipway.model.spec.JobSpec;

/** Makes a batch job of a pipeline task: one group, one task, no restarts, the commit's tree as its working directory. */
public final class PipelineTaskJob {
    private PipelineTaskJob() {}

    /**
     * @param jobName name in environment {@code build}
     * @param nodePool pool of the project's builds
     * @param tree tree artifact of the commit, unpacked at {@code .}
     * @param values of run and commit
     */
    public static Parsed<JobSpec> of(PipelineTask task, String jobName, String nodePool, Digest tree, Values values) {
        throw new UnsupportedOperationException("not built yet");
    }
}
