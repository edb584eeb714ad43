package dev.slipway.apiserver.tls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks now and then whether somebody put a new certificate in the place of the old one. */
public final class Renewal implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-renewal").factory());

    private final ScheduledFuture<?> looks;

    /** @param every between two looks */
    public Renewal(TlsConnector connector, Duration every) {
        looks = timer.scheduleWithFixedDelay(
                connector::renew, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looks.cancel(false);
        timer.close();
    }
}
