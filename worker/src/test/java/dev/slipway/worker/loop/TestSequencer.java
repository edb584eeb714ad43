package dev.slipway.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Events;
import dev.slipway.store.run.EventSequence;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestSequencer {
    private static final JsonNode DATA = ModelJson.mapper().createObjectNode();
    private TestingDatabase database;

    @BeforeEach
    void open() {
        database = TestingDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyWritersAndTwoSequencersGiveOneDenseRow() throws Exception {
        int writers = 8;
        int each = 150;
        try (Loop one = new Loop("one", new Sequencer(database.worker()));
                Loop other = new Loop("other", new Sequencer(database.worker()));
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String subject = "writer-" + writer;
                all.add(threads.submit(() -> write(subject, each, one, other)));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
            Await.until(
                    "everything has its number",
                    () -> numbers("select count(*) from event_intake").equals(List.of(0L)));
        }
        assertThat(numbers("select seq from event order by seq"))
                .isEqualTo(
                        LongStream.rangeClosed(1, writers * (long) each).boxed().toList());
        assertThat(numbers("select count(*) from (select subject, cast(data ->> 'n' as int) n,"
                        + " row_number() over (partition by subject order by seq) row from event) e where n <> row"))
                .as("facts of one writer out of their order")
                .containsExactly(0L);
    }

    @Test
    void whatIsNotCommittedHasNoNumberAndLeavesNoGap() {
        database.worker().useTransaction(handle -> Events.emit(handle, "a", "shop", "s", DATA));
        try (Handle open = database.api().jdbi().open()) {
            open.begin();
            Events.emit(open, "uncommitted", "shop", "s", DATA);
            database.worker().useTransaction(handle -> Events.emit(handle, "b", "shop", "s", DATA));
            advance();
            open.rollback();
        }
        database.worker().useTransaction(handle -> Events.emit(handle, "c", "shop", "s", DATA));
        advance();
        assertThat(numbers("select seq from event order by seq")).containsExactly(1L, 2L, 3L);
        assertThat(types()).containsExactly("a", "b", "c");
    }

    @Test
    void aFactCommittedAfterLaterOnesComesAfterThem() {
        try (Handle slow = database.api().jdbi().open()) {
            slow.begin();
            Events.emit(slow, "early, committed late", "shop", "s", DATA);
            database.worker().useTransaction(handle -> Events.emit(handle, "quick", "shop", "s", DATA));
            advance();
            slow.commit();
        }
        advance();
        assertThat(types()).containsExactly("quick", "early, committed late");
        assertThat(numbers("select seq from event order by seq")).containsExactly(1L, 2L);
    }

    @Test
    void batchesMoveApartWhenTheyTakeLong() {
        assertThat(Sequencer.apart(Duration.ofMillis(1).toNanos())).isEqualTo(Duration.ofMillis(4));
        assertThat(Sequencer.apart(Duration.ofMillis(12).toNanos())).isEqualTo(Duration.ofMillis(24));
        assertThat(Sequencer.apart(Duration.ofSeconds(9).toNanos())).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aSequencerThatDiesBeforeItsCommitChangedNothingAndHoldsNobodyUp() {
        database.worker().useTransaction(handle -> Events.emit(handle, "a", "shop", "s", DATA));
        try (Handle dying = database.worker().jdbi().open()) {
            dying.begin();
            assertThat(EventSequence.advance(dying, 10)).isEqualTo(1);
            assertThat(advance()).as("while the other is at it").isEqualTo(-1);
            dying.rollback();
        }
        assertThat(numbers("select count(*) from event")).containsExactly(0L);
        assertThat(advance()).isEqualTo(1);
        assertThat(advance()).isZero();
        assertThat(numbers("select seq from event")).containsExactly(1L);
    }

    @Test
    void aBatchIsBounded() {
        database.worker().useTransaction(handle -> {
            for (int number = 0; number < 25; number++) {
                Events.emit(handle, "a", "shop", "s", DATA);
            }
        });
        assertThat(database.worker().<Integer>inTransaction(handle -> EventSequence.advance(handle, 10)))
                .isEqualTo(10);
        assertThat(numbers("select max(seq) from event")).containsExactly(10L);
    }

    private void write(String subject, int count, Loop one, Loop other) {
        for (int number = 1; number <= count; number++) {
            JsonNode data = ModelJson.mapper().createObjectNode().put("n", number);
            database.api().useTransaction(handle -> Events.emit(handle, "test", "shop", subject, data));
            (number % 2 == 0 ? one : other).wake();
        }
    }

    private int advance() {
        return database.worker().inTransaction(handle -> EventSequence.advance(handle, 10));
    }

    private List<Long> numbers(String sql) {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }

    private List<String> types() {
        return database.owner()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select type from event order by seq")
                        .mapTo(String.class)
                        .list());
    }
}
