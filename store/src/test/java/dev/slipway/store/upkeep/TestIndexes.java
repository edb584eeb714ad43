package dev.slipway.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.Digest;
import dev.slipway.model.JobKey;
import dev.slipway.store.node.NodeLosses;
import dev.slipway.store.placement.Allocations;
import dev.slipway.store.placement.Deployments;
import dev.slipway.store.placement.Evaluations;
import dev.slipway.store.placement.Snapshots;
import dev.slipway.store.run.SampleRows;
import dev.slipway.store.run.WaitRows;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.store.view.ArtifactViews;
import dev.slipway.store.view.RunViews;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real queries, asked of tables as they are after a while: most rows are of what is over. */
final class TestIndexes {
    private static final JobKey JOB = new JobKey("shop", "staging", "local", "web-7");

    private static final String FILL = """
            insert into node (id, name, node_pool, datacenter, public_key, state, cpu, memory, last_seen)
            select 'n' || n, 'node', 'default', 'local', 'key', 'ready', 1000000, 100000000000, now() - interval '1 hour'
            from generate_series(0, 19) n;
            insert into job (key, project, environment, region, name, type)
            select 'shop/staging/local/web-' || n, 'shop', 'staging', 'local', 'web-' || n, 'service'
            from generate_series(0, 99) n;
            insert into job_version (job_key, version, digest, spec, created_by)
            select key, v, 'sha256:' || v, '{}', 'x' from job, generate_series(1, 100) v;
            insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, desired, client_state,
                cpu, memory, client_updated_at)
            select gen_random_uuid(), 'shop/staging/local/web-' || n % 100, 'main', n, 1, 'n' || n % 20, 1, 'stop',
                case when n % 4 = 0 then 'failed' else 'complete' end, 10, 10, now() - interval '2 hours'
            from generate_series(1, 20000) n;
            insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, cpu, memory)
            select gen_random_uuid(), 'shop/staging/local/web-' || n, 'main', 0, 1, 'n' || n % 20, 1, 10, 10
            from generate_series(0, 99) n;
            insert into evaluation (job_key, reason, state)
            select 'shop/staging/local/web-' || n % 100, 'x', case when n < 100 then 'blocked' else 'complete' end
            from generate_series(1, 20000) n;
            insert into artifact (project, workflow_id, name, digest, uri, origin)
            select 'shop', 'run/shop/web/' || n, 'site', 'sha256:' || n, 'x', 'tasks' from generate_series(1, 10000) n;
            insert into deployment (job_key, number, workflow_id, run_id, version, target_version, state, decision_id)
            select 'shop/staging/local/web-' || n % 100, n, 'deploy/' || n, 'run/shop/web/' || n, 1, 1, 'successful', 'd'
            from generate_series(1, 10000) n;
            insert into wait (key, workflow_id, kind, answered_at, expires_at)
            select 'w' || n, 'run/shop/web/' || n, 'callback', now(), now() from generate_series(1, 10000) n;
            analyze""";

    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
        SampleRows.decision(database, "d", "staging", "request", true, Duration.ofMinutes(1));
        for (String statement : FILL.split(";\\n")) {
            database.owner().useTransaction(handle -> handle.execute(statement));
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyQuestionAboutAGrowingTableHasItsIndex() {
        database.worker().useTransaction(handle -> {
            Snapshots.nodes(handle, "default");
            Snapshots.job(handle, JOB.text());
            Allocations.ofJob(handle, JOB, 5);
            Evaluations.blockedIn(handle, "default");
            NodeLosses.declareDown(handle, "n3", Duration.ZERO);
            Deployments.openFor(handle, 30);
            handle.createQuery("select version from job_version where job_key = :key and digest = :digest")
                    .bind("key", JOB.text())
                    .bind("digest", "sha256:50")
                    .mapTo(Long.class)
                    .one();
            handle.attach(WaitRows.class).expire();
            new ArtifactViews(database.worker()).projects(Digest.of("artifact"));
        });
        new RunViews(database.worker(), "http://127.0.0.1").detail("run/shop/web/1");
        // Counts reach the statistics when a session ends.
        database.worker().close();
        assertThat(scanned())
                .contains(
                        "allocation_live_by_node",
                        "allocation_wanted_by_job",
                        "allocation_broken_by_job",
                        "allocation_by_job_newest",
                        "artifact_by_digest",
                        "deployment_by_run",
                        "deployment_open",
                        "evaluation_blocked",
                        "job_version_by_digest",
                        "wait_expiring");
    }

    private List<String> scanned() {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select indexrelname from pg_stat_user_indexes where idx_scan > 0 order by 1")
                        .mapTo(String.class)
                        .list());
    }
}
