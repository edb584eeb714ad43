package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.RunState;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunOutcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestPushes {
    private static final String SHOP_ONLY = "triggers: [{push: {branches: [main], paths: [\"shop/**\"]}}]";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Map<String, String> files(String triggers, String path) {
        Map<String, String> files =
                new HashMap<>(Samples.with(Samples.PIPELINE.replaceFirst("spec:", "spec:\n  " + triggers)));
        files.put(path, "changed");
        return files;
    }

    private String before() throws Exception {
        return bench.source.commit(files(SHOP_ONLY, "README.md"));
    }

    @Test
    void aPushOutsideTheNamedPathsIsNotTriggeredAndSaysWhy() throws Exception {
        String before = before();
        Map<String, String> changed = files(SHOP_ONLY, "README.md");
        for (int i = 1; i <= 7; i++) {
            changed.put("docs/" + i + ".md", "new");
        }
        RunInput input = bench.push(changed, before);

        assertThatThrownBy(() -> bench.begin(input)).satisfies(failure -> {
            ApplicationFailure cause = (ApplicationFailure) ((ActivityFailure) failure).getCause();
            assertThat(cause.getType()).isEqualTo("NOT_TRIGGERED");
            assertThat(cause.isNonRetryable()).isTrue();
            assertThat(cause.getOriginalMessage())
                    .isEqualTo("a push to refs/heads/main that changed docs/1.md, docs/2.md, docs/3.md, docs/4.md,"
                            + " docs/5.md and 2 more is not among the triggers of the pipeline:"
                            + " main with changes in shop/**");
        });
        assertThat(bench.value("select trigger || ' ' || push_before from run")).isEqualTo("push " + before);
        assertThat(bench.value("select count(*) from artifact")).isEqualTo("0");
        assertThat(bench.value("select count(*) from step_result")).isEqualTo("0");
    }

    @Test
    void aPushNobodyWantedLeavesNoRedMarkOnTheCommit() throws Exception {
        RunInput input = bench.push(files(SHOP_ONLY, "docs/a.md"), before());
        bench.run.begin(input);
        bench.run.finish(
                input.ref(), new RunOutcome(RunState.CANCELLED, "NOT_TRIGGERED", "not wanted", null, "commit"));

        assertThat(bench.value("select state || ' ' || failure_code from run")).isEqualTo("cancelled NOT_TRIGGERED");
        assertThat(bench.outbox("commit-status"))
                .extracting(post -> post.path("body").path("state").asText() + ": "
                        + post.path("body").path("description").asText())
                .containsExactly("pending: running", "success: not triggered by this push");
        assertThat(bench.outbox("webhook")).isEmpty();
    }

    @Test
    void aPushInsideTheNamedPathsRuns() throws Exception {
        assertRuns(bench.push(files(SHOP_ONLY, "shop/cart/page.html"), before()));
    }

    @Test
    void everyFileCountsAsChangedWhenTheCommitBeforeIsNotKnown() throws Exception {
        assertRuns(bench.push(files(SHOP_ONLY, "docs/a.md"), null));
        assertRuns(bench.push(files(SHOP_ONLY, "docs/b.md"), "0".repeat(40)));
        assertRuns(bench.push(files(SHOP_ONLY, "docs/c.md"), "f".repeat(40)));
    }

    @Test
    void aRequestRunsWhateverTheTriggersSay() throws Exception {
        assertRuns(bench.accept(files("triggers: [{push: {branches: [other]}}]", "docs/a.md"), false));
    }

    @Test
    void aPushToABranchThatIsNotNamedIsNotTriggered() throws Exception {
        RunInput input = bench.push(files("triggers: [{push: {branches: [\"release/*\"]}}]", "a"), null);
        assertThatThrownBy(() -> bench.begin(input))
                .rootCause()
                .hasMessageContaining("a push to refs/heads/main is not among the triggers of the pipeline: release/*");
    }

    @Test
    void aRetryOfWhatWasNotTriggeredRuns() throws Exception {
        RunInput input = bench.push(files(SHOP_ONLY, "docs/a.md"), before());
        bench.run.begin(input);
        bench.run.finish(
                input.ref(), new RunOutcome(RunState.CANCELLED, "NOT_TRIGGERED", "not wanted", null, "commit"));
        bench.owner("update run set generation = 2, state = 'queued'");

        assertRuns(new RunInput("shop", "web", input.number(), 2, false, null, null));
    }

    @Test
    void aCommitSeenAMomentAgoIsJudgedAsWell() throws Exception {
        String before = before();
        bench.source.remember();
        RunContext other = bench.run.begin(bench.push(files("triggers: [{push: {}}]", "docs/a.md"), before));
        assertThat(other.commitResult()).isNotNull();
        RunContext byFiles = bench.run.begin(bench.push(files(SHOP_ONLY, "docs/b.md"), before));
        assertThat(byFiles.commitResult()).isNull();
        RunInput elsewhere = bench.push(files("triggers: [{push: {branches: [x]}}]", "docs/c.md"), before);
        assertThatThrownBy(() -> bench.run.begin(elsewhere))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("NOT_TRIGGERED"));
    }

    private void assertRuns(RunInput input) {
        assertThatCode(() -> bench.begin(input)).doesNotThrowAnyException();
    }
}
