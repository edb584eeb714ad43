package dev.slipway.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Digest;
import dev.slipway.model.ModelJson;
import dev.slipway.model.spi.Decision;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.content.SealedSecretStore;
import dev.slipway.store.infra.TestingSealer;
import dev.slipway.store.node.JoinTokens;
import dev.slipway.store.run.SampleRows;
import dev.slipway.store.run.Transition;
import dev.slipway.store.run.Transitions;
import dev.slipway.store.testing.TestingDatabase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestAuditIntake {
    private static final List<String> FORBIDDEN = List.of(
            "insert into audit_intake (kind, fact) values ('forged', '{}')",
            "update audit_intake set kind = 'forged'",
            "delete from audit_intake",
            "update audit_head set size = 0",
            "insert into audit_leaf (index, hash) values (0, sha256(''))",
            "update audit_leaf set hash = sha256('')",
            "delete from audit_leaf",
            "insert into audit_node (stratum, number, hash) values (1, 0, sha256(''))",
            "delete from audit_node",
            "insert into audit_entry (index, at, kind, actor, body) values (0, now(), 'k', 'a', '{}')",
            "update audit_entry set body = ''",
            "delete from audit_entry",
            "truncate audit_entry",
            "update audit_checkpoint set note = ''",
            "delete from audit_checkpoint",
            "update audit_cosignature set line = ''",
            "delete from audit_cosignature");

    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
        database.owner().useTransaction(handle -> handle.execute("delete from audit_intake"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDecisionAndTheTransitionThatRidesOnItAreNoted() {
        Decision decision = SampleRows.decision(database, "d", "-", "verify", true, Duration.ofHours(1));
        SampleRows.decision(database, "no", "-", "verify", false, Duration.ofHours(1));
        database.worker()
                .useTransaction(handle -> Transitions.ride(
                        handle, new Transition(SampleRows.RUN, 1, "-", "verify", "run", decision.id())));
        List<NotedFact> noted = noted();
        assertThat(noted).extracting(NotedFact::kind).containsExactly("decision", "decision", "transition");
        JsonNode allowed = noted.getFirst().fact();
        assertThat(allowed.path("outcome").asText()).isEqualTo("allowed");
        assertThat(allowed.path("decision").asText()).isEqualTo("d");
        assertThat(allowed.path("run").asText()).isEqualTo(SampleRows.RUN);
        assertThat(allowed.path("project").asText()).isEqualTo("shop");
        assertThat(allowed.path("digests").path("input").asText())
                .isEqualTo(decision.inputDigest().value());
        assertThat(noted.get(1).fact().path("outcome").asText()).isEqualTo("denied");
        assertThat(noted.get(2).fact().path("decision").asText()).isEqualTo("d");
        assertThat(noted.get(2).fact().path("target").asText()).isEqualTo(SampleRows.RUN + "/1/-/verify");
    }

    @Test
    void whatIsRolledBackIsNotNotedAndWhatCommitsCannotBeForgotten() {
        try (Handle handle = database.worker().jdbi().open()) {
            handle.begin();
            handle.execute(
                    "update run set state = 'failed', failure_code = 'TASK_FAILED' where id = ?", SampleRows.RUN);
            handle.rollback();
        }
        assertThat(noted()).isEmpty();
        database.worker()
                .useTransaction(
                        handle -> handle.execute("update run set state = 'running' where id = ?", SampleRows.RUN));
        database.worker().useTransaction(handle -> {
            handle.execute(
                    "update run set state = 'failed', failure_code = 'TASK_FAILED' where id = ?", SampleRows.RUN);
        });
        JsonNode closed = only().fact();
        assertThat(closed.path("action").asText()).isEqualTo("close");
        assertThat(closed.path("outcome").asText()).isEqualTo("failed");
        assertThat(closed.path("why").asText()).isEqualTo("TASK_FAILED");
    }

    @Test
    void aRunNamesWhoAskedForIt() {
        database.owner().useTransaction(handle -> SampleRows.run(handle, 2));
        JsonNode started = only().fact();
        assertThat(started.path("action").asText()).isEqualTo("start");
        assertThat(started.path("actor").path("issuer").asText()).isEqualTo("https://idp");
        assertThat(started.path("actor").path("subject").asText()).isEqualTo("ci");
    }

    @Test
    void aChangeNamesThePersonAndWhatItWasBefore() {
        Attribution dora = new Attribution("https://idp", "dora", "decision-1");
        dora.during(() -> database.api()
                .<Integer>inTransaction(handle -> handle.execute(
                        "update project set spec = '{\"description\": \"new\"}', revision = 2 where name = 'shop'")));
        JsonNode change = only().fact();
        assertThat(change.path("target").asText()).isEqualTo("project/shop");
        assertThat(change.path("actor").path("subject").asText()).isEqualTo("dora");
        assertThat(change.path("decision").asText()).isEqualTo("decision-1");
        assertThat(change.path("digests").path("old").asText()).isEqualTo(digest("{}"));
        assertThat(change.path("digests").path("new").asText()).isEqualTo(digest("{\"description\": \"new\"}"));
        clear();
        database.api()
                .useTransaction(handle -> handle.execute("update environment set spec = '{\"class\": \"staging\"}'"));
        assertThat(only().fact().path("actor").path("subject").asText())
                .as("nobody was named")
                .isEqualTo("slipway_api");
        clear();
        database.api().useTransaction(handle -> handle.execute("update pipeline set next_run = next_run + 1"));
        assertThat(noted()).as("taking a number is no change").isEmpty();
    }

    @Test
    void whatWasAskedForOverTheNetworkSaysFromWhere() {
        Whence.during(
                "192.0.2.7",
                () -> database.api()
                        .<Integer>inTransaction(handle -> handle.execute("update project set spec = '{\"a\": 1}'")));
        assertThat(only().fact().path("actor").path("address").asText()).isEqualTo("192.0.2.7");
        clear();
        database.api().useTransaction(handle -> handle.execute("update project set spec = '{}'"));
        assertThat(only().fact().path("actor").has("address"))
                .as("the next transaction of the same connection")
                .isFalse();
    }

    @Test
    void ofASecretOnlyNameAndRevisionAreNoted() {
        SealedSecretStore secrets = new SealedSecretStore(database.api(), new TestingSealer());
        secrets.put("shop", "hook-key", "canary-value".getBytes(StandardCharsets.UTF_8));
        secrets.put("shop", "hook-key", "canary-other".getBytes(StandardCharsets.UTF_8));
        secrets.delete("shop", "hook-key");
        assertThat(noted())
                .extracting(noted -> noted.fact().path("action").asText() + " "
                        + noted.fact().path("target").asText() + " "
                        + noted.fact().path("digests").path("revision").asText())
                .containsExactly(
                        "insert secret/shop/hook-key 1",
                        "update secret/shop/hook-key 2",
                        "delete secret/shop/hook-key 2");
        assertThat(noted().toString()).doesNotContain("canary", "sealed");
    }

    @Test
    void joinTokensAndReleasedSecretsAreNoted() {
        database.api()
                .useTransaction(handle -> JoinTokens.create(
                        handle, "sha256:1", "default", "local", "https://idp#olivia", Duration.ofMinutes(1)));
        database.api().useTransaction(handle -> {
            JsonNode data = ModelJson.mapper()
                    .createObjectNode()
                    .put("node", "n1")
                    .set("names", ModelJson.mapper().createArrayNode().add("hook-key"));
            Events.emit(handle, "secret.released", "shop", "allocation/1", data);
            Events.emit(handle, "run.changed", "shop", "allocation/1", data);
        });
        List<NotedFact> noted = noted();
        assertThat(noted).hasSize(2);
        assertThat(noted.getFirst().fact().path("actor").path("subject").asText())
                .isEqualTo("olivia");
        assertThat(noted.getLast().fact().path("actor").path("subject").asText())
                .isEqualTo("node/n1");
        assertThat(noted.getLast().fact().path("why").asText()).contains("hook-key");
    }

    @Test
    void makingAndEndingATokenIsNotedWithoutItsHash() {
        database.api().useTransaction(handle -> {
            handle.execute("""
                    insert into api_token (id, token_hash, name, issuer, subject, owner_name, groups, permissions, expires_at)
                    values ('abcdefghijkl', ?, 'nightly', 'https://idp', 'dora', 'Dora', '[]', '["read"]',
                        now() + interval '1 hour')""", "sha256:" + "0".repeat(64));
            handle.execute("update api_token set revoked_at = now(), revoked_by = 'https://idp#olivia'");
        });
        List<NotedFact> noted = noted();
        assertThat(noted)
                .extracting(one -> one.fact().path("action").asText()
                        + " " + one.fact().path("target").asText()
                        + " " + one.fact().path("actor").path("subject").asText())
                .containsExactly("create-token token/abcdefghijkl dora", "revoke-token token/abcdefghijkl olivia");
        assertThat(noted.toString()).doesNotContain("sha256:0");
    }

    @Test
    void noProcessMayChangeTheLogByHand() {
        for (String sql : FORBIDDEN) {
            for (Database role : List.of(database.api(), database.worker(), database.recorder())) {
                assertThatThrownBy(() -> role.useTransaction(handle -> handle.execute(sql)))
                        .as(sql)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void onlyTheWorkerAddsAndOnlyWhatFollows() throws Exception {
        database.owner().useTransaction(handle -> SampleRows.run(handle, 2));
        NewEntries entries = entries(0, only());
        for (Database role : List.of(database.api(), database.recorder())) {
            assertThatThrownBy(() -> append(role, entries)).hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> append(database.worker(), entries(1, only())))
                .hasMessageContaining("does not have 1 entries");
        append(database.worker(), entries);
        assertThatThrownBy(() -> append(database.worker(), entries))
                .as("the same again")
                .hasMessageContaining("does not have 0 entries");
        assertThatThrownBy(() ->
                        append(database.worker(), new NewEntries(1, entries.root(), entries.entries(), List.of())))
                .hasMessageContaining("has its place already");
        database.owner().useTransaction(handle -> SampleRows.run(handle, 3));
        NewEntries.Row row = entries(1, only()).entries().getFirst();
        NewEntries.Row forged = new NewEntries.Row(
                row.intakeId(), row.at(), row.kind(), row.actor(), null, null, row.body() + " ", row.leaf());
        assertThatThrownBy(
                        () -> append(database.worker(), new NewEntries(1, entries.root(), List.of(forged), List.of())))
                .hasMessageContaining("not that of its entry");
        LogHead head = database.worker().inTransaction(AuditLog::head);
        assertThat(head.size()).isEqualTo(1);
    }

    @Test
    void checkpointsOnlyGrow() throws Exception {
        database.owner().useTransaction(handle -> SampleRows.run(handle, 2));
        append(database.worker(), entries(0, only()));
        Database worker = database.worker();
        assertThatThrownBy(() -> worker.useTransaction(handle -> AuditLog.checkpoint(handle, 2, "too large")))
                .hasMessageContaining("out of order");
        worker.useTransaction(handle -> AuditLog.checkpoint(handle, 1, "one"));
        worker.useTransaction(handle -> AuditLog.checkpoint(handle, 1, "another"));
        assertThat(new AuditViews(database.api()).last())
                .map(StoredCheckpoint::note)
                .contains("one");
        assertThatThrownBy(() -> worker.useTransaction(
                        handle -> handle.execute("insert into audit_checkpoint (size, note) values (0, 'older')")))
                .hasMessageContaining("out of order");
    }

    @Test
    void forgettingKeepsHashesAndIsNoted() throws Exception {
        for (int number = 2; number <= 4; number++) {
            int run = number;
            database.owner().useTransaction(handle -> SampleRows.run(handle, run));
            append(database.worker(), entries(number - 2, only()));
        }
        database.worker().useTransaction(handle -> AuditLog.checkpoint(handle, 3, "three"));
        database.owner()
                .useTransaction(handle ->
                        handle.execute("update audit_entry set at = now() - interval '400 days' where index < 2"));
        assertThatThrownBy(() -> forget("now()")).hasMessageContaining("last day");
        assertThat(forget("now() - interval '365 days'")).isEqualTo(2);
        List<StoredEntry> log = new AuditViews(database.api()).entries(AuditFilter.ALL, -1, 10);
        assertThat(log).extracting(entry -> entry.body() == null).containsExactly(true, true, false);
        assertThat(log).hasSize(3);
        assertThat(only().fact().path("target").asText()).isEqualTo("entries 0 to 1");
    }

    private int forget(String before) {
        return database.worker()
                .<Integer>inTransaction(handle -> handle.createQuery("select audit_forget(" + before + ", 100)")
                        .mapTo(Integer.class)
                        .one());
    }

    private static void append(Database role, NewEntries entries) throws SQLException {
        role.jdbi().useTransaction(handle -> AuditLog.append(handle, entries));
    }

    private static NewEntries entries(long expected, NotedFact fact) throws Exception {
        String body = fact.fact().toString();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((byte) 0);
        byte[] leaf = digest.digest(body.getBytes(StandardCharsets.UTF_8));
        NewEntries.Row row =
                new NewEntries.Row(fact.id(), Instant.now(), fact.kind(), "https://idp#ci", "shop", null, body, leaf);
        return new NewEntries(expected, leaf, List.of(row), List.of());
    }

    private static String digest(String text) {
        return Digest.of(text).value();
    }

    private List<NotedFact> noted() {
        return database.worker().inTransaction(handle -> AuditLog.noted(handle, 100));
    }

    private NotedFact only() {
        List<NotedFact> noted = noted();
        assertThat(noted).hasSize(1);
        return noted.getFirst();
    }

    private void clear() {
        database.owner().useTransaction(handle -> handle.execute("delete from audit_intake"));
    }
}
