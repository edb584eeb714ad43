package dev.slipway.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.run.EventSequence;
import dev.slipway.store.run.SampleRows;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestCleanUp {
    private TestingDatabase database;
    private CleanUp cleanUp;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        cleanUp = new CleanUp(database.worker(), Retention.DEFAULT);
        SampleRows.insert(database);
        sql("insert into node (id, name, node_pool, datacenter, public_key, cpu, memory)"
                + " values ('n1', 'one', 'default', 'local', 'key', 100000, 100000000000)");
        job("web", "service");
        job("batch", "batch");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void deletesEvaluationsTheSchedulerHasDealtWith() {
        evaluation("done long ago", "complete", "2 days", "2 days");
        evaluation("cancelled long ago", "cancelled", "2 days", "2 days");
        evaluation("done today", "complete", "2 days", "1 hour");
        evaluation("blocked", "blocked", "2 days", null);
        evaluation("pending", "pending", "2 days", null);
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select reason from evaluation order by 1")).containsExactly("blocked", "done today", "pending");
    }

    @Test
    void keepsMessagesThatAreUndeliveredYoungOrOfSomethingOpen() {
        sql("update run set state = 'succeeded'");
        database.owner().useTransaction(handle -> SampleRows.run(handle, 11));
        deployment("running");
        message("run/shop/web/1/1/-/respond/webhook", "8 days", "8 days");
        message("start/run/shop/web/1/1", "8 days", "8 days");
        message("run/shop/web/11/1/-/respond/open", "8 days", "8 days");
        message("signal/deploy/shop/staging/local/web/1/1/-/job/roll", "8 days", "8 days");
        message("run/shop/web/1/1/-/respond/undelivered", "8 days", null);
        message("run/shop/web/1/1/-/respond/young", "8 days", "1 day");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select key from outbox order by 1"))
                .containsExactly(
                        "run/shop/web/1/1/-/respond/undelivered",
                        "run/shop/web/1/1/-/respond/young",
                        "run/shop/web/11/1/-/respond/open",
                        "signal/deploy/shop/staging/local/web/1/1/-/job/roll");
    }

    @Test
    void keepsWaitsThatAreUnansweredYoungOrOfSomethingOpen() {
        sql("update run set state = 'succeeded'");
        database.owner().useTransaction(handle -> SampleRows.run(handle, 11));
        deployment("running");
        await("over", "run/shop/web/1", "8 days");
        await("young", "run/shop/web/1", "1 day");
        await("unanswered", "run/shop/web/1", null);
        await("run open", "run/shop/web/11", "8 days");
        await("rollout open", "deploy/shop/staging/local/web/1", "8 days");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select key from wait order by 1"))
                .containsExactly("rollout open", "run open", "unanswered", "young");
    }

    @Test
    void keepsLocksThatAreHeldJustReleasedOrOfAnOpenRun() {
        sql("update run set state = 'failed'");
        database.owner().useTransaction(handle -> SampleRows.run(handle, 11));
        ticket("over", "run/shop/web/1", "8 days");
        ticket("young", "run/shop/web/1", "1 day");
        ticket("held", "run/shop/web/1", null);
        ticket("run open", "run/shop/web/11", "8 days");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select key from lock_ticket order by 1")).containsExactly("held", "run open", "young");
    }

    @Test
    void answersToRequestsAreKeptAWeek() {
        sql(
                "insert into idempotent_request (principal, key, request_digest, status, response, created_at)"
                        + " select 'p', age, 'd', 202, '{}', now() - age::interval from (values ('8 days'), ('6 days')) as ages(age)");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select key from idempotent_request")).containsExactly("6 days");
    }

    @Test
    void numbersOfEventsGoOnAfterAllOldOnesWent() {
        for (int number = 1; number <= 3; number++) {
            sql("insert into event_intake (type, subject, at) values ('old', 's', now() - interval '91 days')");
        }
        database.worker().inTransaction(handle -> EventSequence.advance(handle, 10));
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select seq from event")).containsExactly("3");
        sql("insert into event_intake (type, subject) values ('new', 's')");
        database.worker().inTransaction(handle -> EventSequence.advance(handle, 10));
        cleanUp.run();
        assertThat(all("select seq from event order by seq")).containsExactly("4");
    }

    @Test
    void deletesStoppedInstancesOfServicesWithTheirLogs() {
        allocation("00000000-0000-0000-0000-000000000001", "web", "stop", "complete", "31 days");
        allocation("00000000-0000-0000-0000-000000000002", "web", "stop", "failed", "29 days");
        allocation("00000000-0000-0000-0000-000000000003", "web", "stop", "running", "31 days");
        allocation("00000000-0000-0000-0000-000000000004", "web", "run", "failed", "31 days");
        allocation("00000000-0000-0000-0000-000000000005", "batch", "run", "complete", "31 days");
        allocation("00000000-0000-0000-0000-000000000006", "batch", "stop", "lost", "31 days");
        sql("insert into log_chunk (allocation_id, task, stream, start_offset, bytes)"
                + " select id, 'main', 'stdout', 0, 'x' from allocation");
        sql("insert into service_instance (project, environment, service, allocation_id, version, address, port, state)"
                + " select 'shop', 'staging', 'web', id, 1, '127.0.0.1', 80, 'gone' from allocation");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select right(id::text, 1) from allocation order by 1"))
                .containsExactly("2", "3", "4", "5", "6");
        assertThat(all("select count(*) from log_chunk")).containsExactly("5");
        assertThat(all("select count(*) from service_instance")).containsExactly("5");
    }

    @Test
    void keepsInstancesOfAJobWithAnOpenRollout() {
        allocation("00000000-0000-0000-0000-000000000001", "web", "stop", "complete", "31 days");
        deployment("running");
        cleanUp.run();
        assertThat(all("select count(*) from allocation")).containsExactly("1");
        sql("update deployment set state = 'successful'");
        cleanUp.run();
        assertThat(all("select count(*) from allocation")).containsExactly("0");
    }

    @Test
    void worksInBatchesAndSaysWhenThereIsMore() {
        sql("insert into evaluation (job_key, reason, state, created_at, finished_at)"
                + " select 'shop/staging/local/web', 'x', 'complete', now() - interval '2 days', now() - interval '2 days'"
                + " from generate_series(1, 1500)");
        assertThat(cleanUp.run()).isTrue();
        assertThat(all("select count(*) from evaluation")).containsExactly("500");
        assertThat(cleanUp.run()).isFalse();
        assertThat(all("select count(*) from evaluation")).containsExactly("0");
    }

    @Test
    void decisionsReceiptsAndRunsStayForEver() {
        SampleRows.decision(database, "d", "-", "verify", true, Duration.ofMinutes(1));
        sql("insert into receipt (run_id, issuer, subject, token_id, token_hash, token_expires_at, claims, received_at)"
                + " values ('run/shop/web/1', 'i', 's', 't', 'h', now(), '{}', now() - interval '10 years')");
        sql("update decision set decided_at = now() - interval '10 years'");
        sql("update run set state = 'failed', created_at = now() - interval '10 years'");
        cleanUp.run();
        assertThat(all("select (select count(*) from decision) + (select count(*) from receipt) + count(*) from run"))
                .containsExactly("3");
    }

    private void job(String name, String type) {
        String key = "shop/staging/local/" + name;
        sql("insert into job (key, project, environment, region, name, type) values ('" + key
                + "', 'shop', 'staging', 'local', '" + name + "', '" + type + "')");
        sql("insert into job_version (job_key, version, digest, spec, created_by) values ('" + key
                + "', 1, 'sha256:0', '{}', 'x')");
    }

    private void deployment(String state) {
        SampleRows.decision(database, "rollout", "staging", "request", true, Duration.ofMinutes(1));
        sql("insert into deployment (job_key, number, workflow_id, version, target_version, state, decision_id) values"
                + " ('shop/staging/local/web', 1, 'deploy/shop/staging/local/web/1', 1, 1, '" + state
                + "', 'rollout')");
    }

    private void await(String key, String workflowId, @Nullable String answered) {
        sql("insert into wait (key, workflow_id, kind, created_at, answered_at) values ('" + key + "', '" + workflowId
                + "', 'callback', " + ago("8 days") + ", " + ago(answered) + ")");
    }

    private void ticket(String key, String owner, @Nullable String released) {
        sql("insert into lock_ticket (project, environment, name, owner, key, requested_at, granted_at, released_at)"
                + " values ('shop', 'staging', 'web', '" + owner + "', '" + key + "', " + ago("8 days") + ", "
                + ago("8 days") + ", " + ago(released) + ")");
    }

    private void evaluation(String reason, String state, String age, @Nullable String finished) {
        sql("insert into evaluation (job_key, reason, state, created_at, finished_at) values ('shop/staging/local/"
                + (state.equals("pending") ? "web" : "batch") + "', '" + reason + "', '" + state + "', " + ago(age)
                + ", " + ago(finished) + ")");
    }

    private void message(String key, String age, @Nullable String done) {
        sql("insert into outbox (kind, key, target, payload, created_at, done_at) values ('signal', '" + key
                + "', 't', '{}', " + ago(age) + ", " + ago(done) + ")");
    }

    private void allocation(String id, String job, String desired, String state, String age) {
        sql(
                "insert into allocation (id, job_key, group_name, index, version, node_id, node_epoch, desired, client_state,"
                        + " cpu, memory, created_at, client_updated_at) values ('" + id + "', 'shop/staging/local/"
                        + job
                        + "', 'main', 0, 1, 'n1', 1, '" + desired + "', '" + state + "', 10, 10, " + ago(age) + ", "
                        + ago(age)
                        + ")");
    }

    private static String ago(@Nullable String interval) {
        return interval == null ? "null" : "now() - interval '" + interval + "'";
    }

    private void sql(String text) {
        database.owner().useTransaction(handle -> handle.execute(text));
    }

    private List<String> all(String query) {
        return database.owner()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
