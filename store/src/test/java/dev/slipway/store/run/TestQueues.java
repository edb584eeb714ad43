package dev.slipway.store.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import dev.slipway.store.testing.TestingDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestQueues {
    private static final JsonNode NOTHING = ModelJson.mapper().createObjectNode();

    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
        SampleRows.insert(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aClaimedMessageIsNobodyElsesUntilItsLeaseIsOver() {
        add("signal", "one");
        add("webhook", "two");
        List<OutboxMessage> claimed = claim(60_000);
        assertThat(claimed).extracting(OutboxMessage::key).containsExactly("one");
        assertThat(claimed.getFirst().attempts()).isEqualTo(1);
        assertThat(claim(60_000)).isEmpty();
        long id = claimed.getFirst().id();
        database.worker().useTransaction(handle -> queue(handle).again(id, "away", -1));
        assertThat(claim(60_000).getFirst().attempts()).isEqualTo(2);
        database.worker().useTransaction(handle -> queue(handle).done(id));
        database.worker().useTransaction(handle -> queue(handle).again(id, "late", -1));
        assertThat(claim(60_000)).isEmpty();
    }

    @Test
    void messagesToOneTargetGoOutOneAfterTheOther() {
        add("signal", "one");
        add("signal", "two");
        List<OutboxMessage> first = claim(60_000);
        assertThat(first).extracting(OutboxMessage::key).containsExactly("one");
        assertThat(claim(60_000)).isEmpty();
        database.worker()
                .useTransaction(handle -> queue(handle).done(first.getFirst().id()));
        assertThat(claim(60_000)).extracting(OutboxMessage::key).containsExactly("two");
    }

    @Test
    void saysWhenTheNextMessageIsDue() {
        database.worker().useTransaction(handle -> {
            assertThat(queue(handle).dueInMillis(List.of("signal"))).isEmpty();
            Outbox.add(handle, "signal", "one", "run/shop/web/1", NOTHING);
            queue(handle).claim(List.of("signal"), 10, 5_000);
            assertThat(queue(handle).dueInMillis(List.of("signal")).orElseThrow())
                    .isBetween(1_000L, 5_000L);
        });
    }

    @Test
    void factsGetDenseNumbersAlsoWhenATransactionIsRolledBack() {
        emit("a");
        try (Handle handle = database.worker().jdbi().open()) {
            handle.begin();
            Events.emit(handle, "lost", "shop", "x", NOTHING);
            handle.rollback();
        }
        emit("b");
        assertThat(advance()).isEqualTo(2);
        emit("c");
        assertThat(advance()).isEqualTo(1);
        assertThat(advance()).isZero();
        assertThat(SampleRows.value(database, "select string_agg(seq || type, ' ' order by seq) from event"))
                .isEqualTo("1a 2b 3c");
        assertThat(SampleRows.value(database, "select count(*) from event_intake"))
                .isEqualTo("0");
    }

    @Test
    void onlyOneSequencerWritesAtATime() {
        emit("a");
        try (Handle handle = database.worker().jdbi().open()) {
            handle.begin();
            assertThat(EventSequence.advance(handle, 10)).isEqualTo(1);
            assertThat(advance()).isEqualTo(-1);
            handle.commit();
        }
        assertThat(advance()).isZero();
    }

    @Test
    void anApprovalForAnotherDigestTakesThePlaceOfTheOpenOne() {
        ask("first");
        ask("first");
        assertThat(openDigest()).isEqualTo("first");
        ask("second");
        assertThat(openDigest()).isEqualTo("second");
        database.worker().useTransaction(handle -> Approvals.close(handle, "second", "approved", "by me"));
        database.worker()
                .useTransaction(handle -> assertThat(Approvals.open(handle, SampleRows.RUN, "staging"))
                        .isEmpty());
    }

    @Test
    void readsWhatOperatorsRegistered() {
        database.worker().useTransaction(handle -> {
            DefinitionRows rows = handle.attach(DefinitionRows.class);
            assertThat(rows.of("shop", "web", List.of("staging", "none")))
                    .extracting(row -> row.kind() + "/" + row.name())
                    .containsExactlyInAnyOrder("project/shop", "pipeline/web", "environment/staging");
            assertThat(rows.of("shop", "web", List.of())).hasSize(2);
        });
    }

    @Test
    void waitsThatAreOverdueOrAbandonedAreClosed() {
        database.worker().useTransaction(handle -> {
            Instant past = Instant.now().minus(Duration.ofMinutes(5));
            dev.slipway.store.Waits.open(handle, "old", SampleRows.RUN, "callback", NOTHING, null, past);
            dev.slipway.store.Waits.open(handle, "new", SampleRows.RUN, "callback", NOTHING, null, null);
            WaitRows waits = handle.attach(WaitRows.class);
            assertThat(waits.expire()).isEqualTo(1);
            assertThat(waits.find("old").orElseThrow().answer().path("outcome").asText())
                    .isEqualTo("expired");
            assertThat(waits.find("new").orElseThrow().answer()).isNull();
            assertThat(waits.abandon(SampleRows.RUN)).isEqualTo(1);
            assertThat(waits.settle("new", NOTHING)).isFalse();
        });
    }

    private void ask(String digest) {
        JsonNode detail = ModelJson.mapper().valueToTree(Map.of("stage", "staging", "digest", digest));
        database.worker()
                .useTransaction(handle -> Approvals.ask(
                        handle, digest, SampleRows.RUN, detail, Instant.now().plus(Duration.ofHours(1))));
    }

    private String openDigest() {
        return database.worker()
                .inTransaction(handle -> Approvals.open(handle, SampleRows.RUN, "staging"))
                .orElseThrow()
                .path("digest")
                .asText();
    }

    private void emit(String type) {
        database.api().useTransaction(handle -> Events.emit(handle, type, "shop", "x", NOTHING));
    }

    private int advance() {
        return database.worker().inTransaction(handle -> EventSequence.advance(handle, 100));
    }

    private void add(String kind, String key) {
        database.api().useTransaction(handle -> Outbox.add(handle, kind, key, "run/shop/web/1", NOTHING));
    }

    private List<OutboxMessage> claim(long lease) {
        return database.worker().inTransaction(handle -> queue(handle).claim(List.of("signal"), 10, lease));
    }

    private static OutboxQueue queue(Handle handle) {
        return handle.attach(OutboxQueue.class);
    }
}
