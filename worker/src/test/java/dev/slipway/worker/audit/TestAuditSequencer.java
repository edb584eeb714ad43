package dev.slipway.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.Verdict;
import dev.slipway.audit.witness.WitnessClient;
import dev.slipway.store.audit.AuditLog;
import dev.slipway.store.testing.TestingDatabase;
import dev.slipway.worker.loop.Loop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestAuditSequencer {
    @TempDir
    private Path folder;

    private AuditedDatabase log;

    @BeforeEach
    void open() throws Exception {
        log = new AuditedDatabase(folder);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void thereIsACheckpointAtTheLatestEveryThousandEntries() {
        log.add(2_345);
        assertThat(log.number("select count(*) from audit_checkpoint")).isEqualTo(3);
        log.witness();
        assertThat(log.verify()).isEqualTo(new Verdict.Sound(2_345, 2_345, 3, 2_345));
        assertThat(log.number("select count(*) from audit_intake")).isZero();
        assertThat(log.number("select count(*) from audit_node where stratum = 1"))
                .isEqualTo(9);
        log.restart();
        log.add(300);
        assertThat(log.verify()).isInstanceOf(Verdict.Sound.class);
    }

    @Test
    void anIdleLogSignsNothing() {
        log.sequence();
        assertThat(log.number("select count(*) from audit_checkpoint")).isZero();
        log.add(1);
        log.sequence();
        log.sequence();
        assertThat(log.number("select count(*) from audit_checkpoint")).isEqualTo(1);
    }

    @Test
    void aNewKeyIsToldOnceInTheLog() {
        for (String key :
                List.of("log.example+00000001+AAAA", "log.example+00000001+AAAA", "log.example+00000002+BBBB")) {
            log.database.worker().useTransaction(handle -> AuditLog.announce(handle, key));
        }
        log.sequence();
        assertThat(log.number("select count(*) from audit_entry where body like '%\"announce-log-key\"%'"))
                .isEqualTo(2);
        assertThat(log.number("select count(*) from audit_entry where body like '%log-key/log.example+00000002+BBBB%'"))
                .isEqualTo(1);
        log.witness();
        assertThat(log.verify()).isInstanceOf(Verdict.Sound.class);
    }

    @Test
    void oldEntriesAreForgottenByTheLoopAndTheRestStillVerifies() {
        log.add(20);
        log.database
                .owner()
                .useTransaction(handle ->
                        handle.execute("update audit_entry set at = now() - interval '9 days' where index < 5"));
        AuditRetention retention = new AuditRetention(log.database.worker(), Duration.ofDays(8));
        assertThat(retention.look()).isEqualTo(Duration.ofMinutes(10));
        assertThat(log.number("select min(index) from audit_entry")).isEqualTo(5);
        log.sequence();
        assertThat(log.number("select count(*) from audit_entry where kind = 'retention'"))
                .isEqualTo(1);
        assertThatThrownBy(() -> new AuditRetention(log.database.worker(), Duration.ofDays(1)))
                .hasMessageContaining("more than a day");
    }

    @Test
    void manyWritersAndTwoWorkersLoseDoubleAndReorderNothing() throws Exception {
        int writers = 6;
        int each = 200;
        try (Loop one = new Loop("one", log.sequencer("one"));
                Loop two = new Loop("two", log.sequencer("two"));
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int subject = writer;
                all.add(threads.submit(() -> write(log.database, subject, each, one, two)));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
        }
        log.sequence();
        log.witness();
        assertThat(log.verify()).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
            assertThat(sound.size()).isEqualTo(writers * each);
            assertThat(sound.witnessed()).isEqualTo(writers * each);
        });
        assertThat(log.number("""
                        select count(*) from (select cast(split_part(body::jsonb ->> 'target', '/', 2) as int) n,
                            row_number() over (partition by split_part(body::jsonb ->> 'target', '/', 1)
                                order by index) place
                        from audit_entry) e where n <> place""")).as("facts of one writer out of their order").isZero();
        assertThat(log.number("select count(distinct body::jsonb ->> 'target') from audit_entry"))
                .isEqualTo(writers * (long) each);
    }

    /** The transaction of a worker that stood still ends after another one took over. */
    @Test
    void aStaleWorkerWritesNothing() {
        log.add(5);
        AuditSequencer other = log.sequencer("other");
        try (Handle stale = log.database.worker().jdbi().open()) {
            stale.begin();
            assertThat(AuditLog.lead(stale)).isTrue();
            note(log.database, "late");
            assertThat(other.advance()).as("while the first is at it").isEqualTo(-1);
            stale.rollback();
        }
        long expected = log.number("select size from audit_head");
        assertThat(other.advance()).isEqualTo(1);
        note(log.database, "later");
        assertThatThrownBy(() -> log.database
                        .worker()
                        .useTransaction(handle -> handle.execute(
                                "select audit_append(?, sha256(''), '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',"
                                        + " '{}', '{}')",
                                expected)))
                .hasMessageContaining("does not have 5 entries any more");
        log.sequence();
        assertThat(log.number("select size from audit_head")).isEqualTo(7);
    }

    @Test
    void aSequencerThatDiesBeforeItsCommitChangedNothing() {
        note(log.database, "a");
        log.tamper(
                "create function fail() returns trigger language plpgsql as $$ begin raise 'no'; end $$",
                "create trigger failing before insert on audit_entry for each row execute function fail()");
        assertThatThrownBy(log::sequence).hasMessageContaining("no");
        assertThat(log.number("select size from audit_head")).isZero();
        assertThat(log.number("select count(*) from audit_leaf")).isZero();
        log.tamper("drop trigger failing on audit_entry");
        log.sequence();
        log.witness();
        assertThat(log.verify()).isEqualTo(new Verdict.Sound(1, 1, 1, 1));
    }

    @Test
    void theLogGoesOnWithoutTheWitnessWhichCatchesUp() {
        log.add(3);
        log.witness();
        log.add(4);
        log.add(5);
        log.witness();
        assertThat(log.number("select count(*) from audit_cosignature")).isEqualTo(2);
        assertThat(log.verify()).isEqualTo(new Verdict.Sound(12, 12, 3, 12));
    }

    @Test
    void aLostAnswerOfTheWitnessIsAskedForAgain() {
        log.add(3);
        log.witness();
        log.add(4);
        log.witness();
        log.tamper("delete from audit_cosignature where size = 7");
        try (WitnessClient client = new WitnessClient(URI.create("http://127.0.0.1:" + log.server.port()))) {
            new WitnessWork(log.database.worker(), client, AuditedDatabase.WITNESS.key()).look();
        }
        assertThat(log.number("select max(size) from audit_cosignature")).isEqualTo(7);
        assertThat(log.verify()).isEqualTo(new Verdict.Sound(7, 7, 2, 7));
    }

    private static void write(TestingDatabase database, int writer, int count, Loop one, Loop two) {
        for (int number = 1; number <= count; number++) {
            note(database, writer + "/" + number);
            (number % 2 == 0 ? one : two).wake();
        }
    }

    private static void note(TestingDatabase database, String subject) {
        database.api().useTransaction(handle -> handle.execute("""
                insert into event_intake (type, project, subject, data)
                values ('callback.answered', 'shop', ?, '{}')""", subject));
    }
}
