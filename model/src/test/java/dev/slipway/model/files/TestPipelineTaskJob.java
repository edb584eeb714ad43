package dev.slipway.model.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.spec.ArtifactSpec;
import dev.slipway.model.spec.JobSpec;
import dev.slipway.model.spec.JobType;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.model.spec.TaskGroup;
import dev.slipway.model.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestPipelineTaskJob {
    private static final Digest TREE = Digest.of("tree");

    @Test
    void makesABatchJobThatRunsOnceInTheSourceTree() {
        PipelineFile pipeline = new FileReader()
                .pipeline(Examples.bytes(Examples.of(FileKind.PIPELINE)))
                .orThrow(ErrorCode.PIPELINE_INVALID);
        JobSpec job = job(pipeline.task("build"));
        TaskGroup group = job.group(PipelineTaskJob.GROUP);
        TaskSpec task = group.tasks().getFirst();
        assertThat(job.type()).isEqualTo(JobType.BATCH);
        assertThat(job.name()).isEqualTo("t-1");
        assertThat(job.nodePool()).isEqualTo("build");
        assertThat(group.count()).isEqualTo(1);
        assertThat(group.restart()).isNotNull();
        assertThat(group.restart().attempts()).isZero();
        assertThat(task.artifacts()).containsExactly(new ArtifactSpec(TREE, ".", true));
        assertThat(task.config())
                .containsEntry("command", "./build.sh")
                .containsEntry("args", List.of("--revision", "0123abcd"));
        assertThat(task.outputs())
                .containsExactly(new OutputSpec("site", "dist/site.tar.gz", OutputSpec.Kind.ARTIFACT));
        assertThat(task.secrets()).isEmpty();
    }

    @Test
    void takesReportsAndTimeoutAlong() {
        PipelineFile pipeline = new FileReader()
                .pipeline(Examples.bytes(Examples.of(FileKind.PIPELINE)))
                .orThrow(ErrorCode.PIPELINE_INVALID);
        TaskSpec task = job(pipeline.task("test")).groups().getFirst().tasks().getFirst();
        assertThat(task.timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(task.resources().cpu()).isEqualTo(500);
        assertThat(task.outputs())
                .containsExactly(new OutputSpec("junit-report-1", "build/*.xml", OutputSpec.Kind.REPORT));
    }

    private static JobSpec job(PipelineTask task) {
        return PipelineTaskJob.of(task, "t-1", "build", TREE, Values.ofRun("run/a/b/1", "0123abcd"))
                .orThrow(ErrorCode.PIPELINE_INVALID);
    }
}
