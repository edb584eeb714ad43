package dev.slipway.worker.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that does a piece of work again and again: when woken, and at the latest after the pause the work asks for. */
public final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final Work work;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /** Starts at once. */
    public Loop(String name, Work work) {
        this.name = name;
        this.work = work;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** Says that there may be something to do; many calls while it works count as one. */
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /** Ends after the piece of work that is being done. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            Duration next;
            try {
                next = work.look();
                pause = FIRST_PAUSE;
            } catch (RuntimeException e) {
                // The outermost catch of this thread: whatever is broken now may be whole after a pause.
                LOG.warn("{} failed and goes on in {} ms: {}", name, pause.toMillis(), e.toString());
                LOG.debug("{} failed", name, e);
                next = pause;
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            await(next);
        }
    }

    private void await(Duration longest) {
        try {
            if (news.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** A piece of work. */
    @FunctionalInterface
    public interface Work {
        /** Does what there is to do and says how long it can wait without news; zero when more may be due. */
        Duration look();
    }
}
