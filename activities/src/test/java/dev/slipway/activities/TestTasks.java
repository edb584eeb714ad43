package dev.slipway.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.Digest;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RequestResult;
import dev.slipway.workflows.api.RunInput;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.TaskOutcome;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTasks {
    private static final String PIPELINE = """
            apiVersion: slipway/v1
            kind: Pipeline
            metadata: {name: web}
            spec:
              tasks:
                - {name: test, driver: mock, config: {runFor: 1s}, reports: {junit: "build/*.xml"}}
                - {name: build, driver: mock, config: {runFor: 1s}, needs: [test], artifacts: [{name: site, path: site.tar.gz}]}
              request: {artifacts: [{name: site, from: tasks}]}
              stages:
                - name: staging
                  environment: staging
                  jobs: [{name: web, file: ./web.job.yaml}]
                  before: [{job: ./migrate.job.yaml}]
            """;
    private static final String MIGRATE = """
            apiVersion: slipway/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              type: batch
              meta: {owner: shop-team}
              groups: [{name: migrate, count: 1, tasks: [{name: migrate, driver: mock, config: {runFor: 1s}}]}]
            """;
    private static final String REPORT = """
            <?xml version="1.0"?>
            <testsuite><testcase name="a"/><testcase name="b"><failure>no</failure></testcase>
            <testcase name="c"><skipped/></testcase></testsuite>
            """;

    @TempDir
    Path folder;

    private Bench bench;
    private RunRef run;
    private CommitResult commit;

    @BeforeEach
    void open() throws Exception {
        bench = new Bench(folder);
        Map<String, String> files = Samples.with(PIPELINE);
        files.put("migrate.job.yaml", MIGRATE);
        RunInput input = bench.accept(files, false);
        run = input.ref();
        commit = bench.begin(input);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aTaskIsABatchJobStartedOnceAndItsReportsAreRead() throws Exception {
        String key = bench.run.startTask(run, "test", commit);
        assertThat(bench.run.startTask(run, "test", commit)).isEqualTo(key);
        assertThat(bench.value("select count(*) || ' ' || min(environment) || ' ' || min(node_pool) from job"))
                .isEqualTo("1 build build");
        assertThat(bench.run.taskOutcome(run, "test").done()).isFalse();
        place("test", "reports", "REPORT", bench.artifacts.put(stream(REPORT)));
        bench.answer(key, "failed");
        TaskOutcome outcome = bench.run.taskOutcome(run, "test");
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.summary()).isEqualTo("failed it is; 3 tests, 1 failed, 1 skipped");
    }

    @Test
    void whatATaskBuiltIsRequestedByDigest() throws Exception {
        String key = bench.run.startTask(run, "build", commit);
        assertThatThrownBy(() -> bench.request(run, commit, "staging"))
                .satisfies(
                        failure -> assertThat(TestRunActivities.code(failure)).isEqualTo("ARTIFACT_MISSING"));
        Digest digest = bench.artifacts.put(stream("a site"));
        place("build", "site", "ARTIFACT", digest);
        bench.answer(key, "complete");
        TaskOutcome outcome = bench.run.taskOutcome(run, "build");
        assertThat(outcome.artifacts()).containsEntry("site", digest.value());
        assertThat(bench.run.taskOutcome(run, "build")).isEqualTo(outcome);
        RequestResult request = bench.request(run, commit, "staging");
        assertThat(request.jobs()).containsOnlyKeys("web");
        assertThat(bench.value("select name || ' ' || origin from artifact where origin = 'tasks'"))
                .isEqualTo("site tasks");
    }

    @Test
    void aJobBeforeTheRolloutRunsInTheEnvironmentOfItsStage() throws Exception {
        String key = bench.run.startTask(run, "build", commit);
        place("build", "site", "ARTIFACT", bench.artifacts.put(stream("a site")));
        bench.answer(key, "complete");
        bench.run.taskOutcome(run, "build");
        RequestResult request = bench.request(run, commit, "staging");
        String wait = bench.run.startBefore(run, "staging", "migrate", request);
        assertThat(bench.run.startBefore(run, "staging", "migrate", request)).isEqualTo(wait);
        assertThat(bench.value("select environment from job where name like 'b-%'"))
                .isEqualTo("staging");
        assertThat(bench.run.beforeOutcome(run, "staging", "migrate").done()).isFalse();
        bench.run.stopBefore(run, "staging", "migrate");
        assertThat(bench.value("select stopped::text from job where name like 'b-%'"))
                .isEqualTo("true");
        bench.answer(wait, "complete");
        assertThat(bench.run.beforeOutcome(run, "staging", "migrate").succeeded())
                .isTrue();
    }

    @Test
    void aReportThatNamesOutsideFilesIsNotFollowed() throws Exception {
        String evil = """
                <?xml version="1.0"?><!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
                <testsuite><testcase name="&secret;"/></testsuite>
                """;
        String key = bench.run.startTask(run, "test", commit);
        place("test", "reports", "REPORT", bench.artifacts.put(stream(evil)));
        bench.answer(key, "complete");
        TaskOutcome outcome = bench.run.taskOutcome(run, "test");
        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.summary()).contains("cannot be read");
    }

    /** An allocation of the task's job that left an output, as its agent reports it. */
    private void place(String task, String output, String kind, Digest digest) {
        bench.database.owner().useTransaction(handle -> {
            handle.execute("""
                    insert into node (id, name, node_pool, datacenter, public_key, state, cpu, memory)
                    values ('n1', 'n1', 'build', 'local', 'key', 'ready', 4000, 4294967296) on conflict do nothing""");
            handle.createUpdate("""
                            insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch,
                                client_state, tasks, cpu, memory)
                            select gen_random_uuid(), key, 'task', 0, 1, 'n1', 1, 'complete',
                                jsonb_build_object(:task::text, jsonb_build_object('state', 'dead', 'failed', false,
                                    'restarts', 0, 'oomKilled', false, 'outputs', jsonb_build_array(jsonb_build_object(
                                        'name', :output::text, 'digest', :digest::text, 'size', 6, 'kind', :kind::text)))),
                                100, 1024
                            from job where wait_key like '%' || :task""")
                    .bind("task", task)
                    .bind("output", output)
                    .bind("digest", digest.value())
                    .bind("kind", kind)
                    .execute();
        });
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(Bench.bytes(text));
    }
}
