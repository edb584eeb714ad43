package dev.slipway.agent.log;

import dev.slipway.client.ApiException;
import dev.slipway.model.spec.LogsSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ships both streams of one task, over all its attempts, from the moment it runs until {@link #finish}. */
public final class LogShipper {
    private static final Logger LOG = LoggerFactory.getLogger(LogShipper.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Set<Integer> REFUSED = Set.of(400, 403, 404, 413);
    private final List<StreamShipper> streams;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean finishing;
    private boolean drained;
    private boolean broken;
    private boolean failing;

    /** {@code name} is for messages and thread names. */
    public LogShipper(String name, Path folder, String task, LogsSpec rotation, LogSink sink) {
        this.name = name;
        this.streams = Stream.of("stdout", "stderr")
                .map(stream -> new StreamShipper(stream, new RotatedLog(folder, task, stream, rotation), sink))
                .toList();
    }

    /** Begins in the background; the thread ends with {@link #finish} or when it is interrupted. */
    public Thread start() {
        return Thread.ofVirtual().name("logs-" + name).start(this::run);
    }

    /**
     * Returns when all output was sent; to be called after the task's end.
     *
     * @param patience how long the server may go on failing before the rest is given up
     * @return whether everything was sent
     */
    public boolean finish(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            finishing = true;
            changed.signalAll();
            long giveUpAt = System.nanoTime() + patience.toNanos();
            while (!drained && !broken) {
                long left = giveUpAt - System.nanoTime();
                if (failing && left <= 0) {
                    broken = true;
                } else if (!changed.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS) && !failing) {
                    giveUpAt = System.nanoTime() + patience.toNanos();
                }
            }
            return drained;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = INTERVAL;
        try {
            while (true) {
                boolean last = isFinishing();
                boolean sent = shipAll();
                if (settle(sent, last)) {
                    return;
                }
                pause = sent ? INTERVAL : longer(pause);
                await(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.error("shipping the logs of {} ended", name, e);
            breakOff();
        }
    }

    /** False when the server could not take it now. */
    private boolean shipAll() throws InterruptedException {
        try {
            boolean more = true;
            while (more) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                more = false;
                for (StreamShipper stream : streams) {
                    more |= stream.ship();
                }
            }
            return true;
        } catch (ApiException e) {
            if (REFUSED.contains(e.status())) {
                throw e;
            }
            LOG.debug("logs of {} cannot be shipped now", name, e);
            return false;
        }
    }

    private boolean settle(boolean sent, boolean last) {
        lock.lock();
        try {
            failing = !sent;
            drained = sent && last;
            changed.signalAll();
            return drained || broken;
        } finally {
            lock.unlock();
        }
    }

    private void breakOff() {
        lock.lock();
        try {
            broken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFinishing() {
        lock.lock();
        try {
            return finishing;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long left = pause.toNanos();
            // The wish to finish ends an idle wait at once; it does not make a failing server come back sooner.
            while (left > 0 && (failing || !finishing) && !broken) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
