package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.store.testing.TestingDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class TestNotifications {
    @Test
    void listenersHearOfNewsAndOnceAtTheStart() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (TestingDatabase database = TestingDatabase.create();
                Notifications listening = new Notifications(database.worker(), Map.of("slipway_test", heard::add))) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEmpty();
            database.api().useTransaction(handle -> handle.execute("select pg_notify('slipway_test', 'news')"));
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("news");
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void closingGivesTheConnectionBackWholeAndSaysNothing() throws InterruptedException, SQLException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (TestingDatabase database = TestingDatabase.create()) {
            Notifications listening = new Notifications(database.worker(), Map.of("slipway_test", heard::add));
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEmpty();
            HikariDataSource pool = database.worker().dataSource().unwrap(HikariDataSource.class);
            listening.close();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        } finally {
            root.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @Test
    void afterALostConnectionEveryListenerIsCalledAgain() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (TestingDatabase database = TestingDatabase.create();
                Notifications listening = new Notifications(database.worker(), Map.of("slipway_test", heard::add))) {
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEmpty();
            database.owner().useTransaction(handle -> handle.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and usename = 'slipway_worker'"""));
            assertThat(heard.poll(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(listening).isNotNull();
        }
    }
}
