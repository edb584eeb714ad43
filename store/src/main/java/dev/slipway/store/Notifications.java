package dev.slipway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes loops up when the database has news. Wake-ups are hints: after a lost connection every listener is called once,
 * because what was sent meanwhile is gone, and loops look again from time to time anyway.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration RECONNECT = Duration.ofMillis(500);
    private static final int LISTEN_MILLIS = 500;

    /** Longer than one round of listening; only a server that no longer answers takes so long. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final Database database;
    private final Map<String, Consumer<String>> listeners;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Starts listening.
     *
     * @param listeners channel to what is called with the payload; called on one thread, so it must only hand over
     */
    public Notifications(Database database, Map<String, Consumer<String>> listeners) {
        this.database = database;
        this.listeners = Map.copyOf(listeners);
        this.thread = Thread.ofVirtual().name("notifications").start(this::run);
    }

    /** Listening ends by itself: an interrupt would break the connection, which the pool then complains about. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(LONGEST_CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Connection connection = database.dataSource().getConnection()) {
                listen(connection);
            } catch (SQLException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("lost the connection that listens for news: {}", e.getMessage());
                }
            }
            pause();
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            for (String channel : listeners.keySet()) {
                statement.execute("listen " + channel);
            }
        }
        listeners.values().forEach(listener -> listener.accept(""));
        try {
            PGConnection session = connection.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                dispatch(session.getNotifications(LISTEN_MILLIS));
            }
        } finally {
            try (Statement statement = connection.createStatement()) {
                statement.execute("unlisten *");
            }
        }
    }

    private void dispatch(PGNotification[] news) {
        if (news == null) {
            return;
        }
        for (PGNotification one : news) {
            Consumer<String> listener = listeners.get(one.getName());
            if (listener != null) {
                listener.accept(one.getParameter());
            }
        }
    }

    private void pause() {
        try {
            if (closed.await(RECONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }
}
