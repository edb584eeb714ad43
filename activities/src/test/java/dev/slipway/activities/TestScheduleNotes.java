package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.store.run.ScheduleSets;
import dev.slipway.workflows.api.RunContext;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.ScheduleActivities;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduleTip;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestScheduleNotes {
    private static final String NIGHTLY = "triggers: [{schedule: {cron: \"0 3 * * *\", timeZone: Europe/Oslo}}]";
    private static final ScheduleInput DUE = new ScheduleInput("shop", "web", 0, "0 3 * * *", "Europe/Oslo");

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

    private static Map<String, String> files(String triggers) {
        return Samples.with(Samples.PIPELINE.replaceFirst("spec:", "spec:\n  " + triggers));
    }

    /** A run whose commit is the tip of the default ref. */
    private RunInput atTip(String triggers) throws Exception {
        RunInput input = bench.accept(files(triggers), false);
        bench.source.tip(bench.value("select commit_id from run where number = " + input.number()));
        return input;
    }

    private String noted() {
        return bench.value("select schedules::text from schedule_set");
    }

    private ScheduleActivities schedules() {
        return bench.schedules;
    }

    @Test
    void theTipOfTheDefaultRefSaysWhatIsWanted() throws Exception {
        bench.begin(atTip(NIGHTLY));
        assertThat(noted()).isEqualTo("[{\"cron\": \"0 3 * * *\", \"timeZone\": \"Europe/Oslo\"}]");
        bench.begin(atTip("triggers: [{push: {}}]"));
        assertThat(noted()).isEqualTo("[]");
    }

    @Test
    void aCommitThatIsNotTheTipSaysNothing() throws Exception {
        RunInput input = bench.accept(files(NIGHTLY), false);
        bench.source.tip("f".repeat(40));
        bench.begin(input);
        assertThat(noted()).isEmpty();
    }

    @Test
    void aDryRunSaysNothing() throws Exception {
        RunInput input = bench.accept(files(NIGHTLY), true);
        bench.source.tip(bench.value("select commit_id from run"));
        bench.begin(input);
        assertThat(noted()).isEmpty();
    }

    @Test
    void anotherRefThanTheDefaultOneSaysNothing() throws Exception {
        bench.owner("update pipeline set spec = jsonb_set(spec, '{protectedRefs}',"
                + " '[\"refs/heads/trunk\", \"refs/heads/main\"]')");
        bench.begin(atTip(NIGHTLY));
        assertThat(noted()).isEmpty();
    }

    @Test
    void aPipelineWithoutSchedulesHasNoRow() throws Exception {
        bench.begin(atTip("triggers: [{push: {}}]"));
        assertThat(bench.value("select count(*) from schedule_set")).isEqualTo("0");
    }

    @Test
    void aCommitSeenAMomentAgoIsLookedAtAgainWhenItSaysSomethingNew() throws Exception {
        bench.source.remember();
        RunContext first = bench.run.begin(atTip(NIGHTLY));
        assertThat(first.commitResult()).isNull();
        bench.begin(atTip(NIGHTLY.replace("0 3", "0 4")));
        RunContext same = bench.run.begin(atTip(NIGHTLY.replace("0 3", "0 4")));
        assertThat(same.commitResult()).isNotNull();
    }

    @Test
    void whatIsDueRunsTheTip() throws Exception {
        bench.begin(atTip(NIGHTLY));
        bench.source.tip("a".repeat(40));
        assertThat(schedules().tip(DUE)).isEqualTo(new ScheduleTip("refs/heads/main", "a".repeat(40), null));
    }

    @Test
    void whyNoRunWasStartedIsKeptUntilOneIs() throws Exception {
        bench.begin(atTip(NIGHTLY));
        assertThatThrownBy(() -> schedules().ask(DUE, "refs/heads/main", "a".repeat(40), "key"))
                .hasCauseInstanceOf(ApplicationFailure.class);
        assertThat(bench.value("select trouble_code || ': ' || trouble from schedule_set"))
                .startsWith("UNAVAILABLE: the API does not answer");
        int cleared =
                bench.database.worker().jdbi().withExtension(ScheduleSets.class, sets -> sets.wentWell("shop", "web"));
        assertThat(cleared).isOne();
        assertThat(bench.value("select num_nulls(trouble_at, trouble_code, trouble) from schedule_set"))
                .isEqualTo("3");
    }

    @Test
    void aScheduleThePipelineDoesNotHaveStartsNothing() throws Exception {
        assertThat(schedules().tip(DUE).commit()).isNull();
        bench.begin(atTip(NIGHTLY));
        assertThat(schedules()
                        .tip(new ScheduleInput("shop", "web", 1, "0 3 * * *", "Europe/Oslo"))
                        .commit())
                .isNull();
        assertThat(schedules()
                        .tip(new ScheduleInput("shop", "web", 0, "* * * * *", "Europe/Oslo"))
                        .reason())
                .contains("does not have this schedule any more");
        bench.owner("update pipeline set spec = jsonb_set(spec, '{schedules}', 'false')");
        assertThat(schedules().tip(DUE).commit()).isNull();
        assertThatThrownBy(() -> schedules().ask(DUE, "refs/heads/main", "a".repeat(40), "key"))
                .hasCauseInstanceOf(ApplicationFailure.class)
                .rootCause()
                .hasMessageContaining("does not have this schedule any more");
    }
}
