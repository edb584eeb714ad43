package dev.slipway.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.spi.PolicyAnswer;
import dev.slipway.model.spi.PolicyAnswer.Allow;
import dev.slipway.model.spi.PolicyAnswer.Fault;
import dev.slipway.model.spi.PolicyAnswer.Unavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow, dying or paused server must cost neither threads nor time. */
class TestOpaEngineUnderLoad {
    private static final int ASKS = 200;

    @TempDir
    private Path folder;

    @Test
    void twoHundredAsksOfASlowServerAreAnsweredQuicklyByFewConnections() throws Exception {
        try (SilentServer slow = new SilentServer("");
                OpaEngine engine = new OpaEngine(OpaServer.settings("internal", slow.url(), folder, "t"));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            int threadsBefore = Thread.activeCount();
            long start = System.nanoTime();
            List<CompletableFuture<PolicyAnswer>> asks = new ArrayList<>();
            for (int i = 0; i < ASKS; i++) {
                asks.add(CompletableFuture.supplyAsync(() -> engine.ask(Questions.read()), callers));
            }
            List<Fault> faults = asks.stream()
                    .map(CompletableFuture::join)
                    .map(answer -> ((Unavailable) answer).fault())
                    .toList();
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            // Who waits for a turn waits as long as a call lasts, so either of the two may come first.
            assertThat(faults).isSubsetOf(Fault.TIMEOUT, Fault.BREAKER_OPEN);
            assertThat(took).isLessThan(Duration.ofSeconds(3));
            assertThat(slow.connections()).isLessThanOrEqualTo(OpaLimits.DEFAULT.concurrentCalls() * 2);
            assertThat(Thread.activeCount() - threadsBefore).isLessThanOrEqualTo(ASKS / 4);
            System.out.printf(
                    "policy: %d asks of a stuck server in %d ms, %d connections, %d answered by the breaker%n",
                    ASKS,
                    took.toMillis(),
                    slow.connections(),
                    faults.stream().filter(fault -> fault == Fault.BREAKER_OPEN).count());

            long at = System.nanoTime();
            assertThat(((Unavailable) engine.ask(Questions.read())).fault()).isEqualTo(Fault.BREAKER_OPEN);
            assertThat(Duration.ofNanos(System.nanoTime() - at)).isLessThan(Duration.ofMillis(100));
        }
    }

    @Test
    void aServerThatComesBackIsFoundByTheProbe() throws Exception {
        int port = OpaServer.freePort();
        OpaLimits limits = new OpaLimits(Duration.ofMillis(500), 2, 4, 2, Duration.ofMillis(200));
        OpaSettings settings =
                OpaServer.settings("internal", URI.create("http://127.0.0.1:" + port), folder, OpaServer.TOKEN);
        try (OpaEngine engine = new OpaEngine(settings, limits)) {
            assertThat(((Unavailable) engine.ask(Questions.read())).fault()).isEqualTo(Fault.UNREACHABLE);
            assertThat(((Unavailable) engine.ask(Questions.read())).fault()).isEqualTo(Fault.BREAKER_OPEN);
            try (OpaServer server = OpaServer.start(folder.resolve("opa"), PolicyBundles.INTERNAL, port)) {
                assertThat(server.process().isAlive()).isTrue();
                assertThat(askUntilAllowed(engine)).isInstanceOf(Allow.class);
            }
        }
    }

    private static PolicyAnswer askUntilAllowed(OpaEngine engine) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        PolicyAnswer answer = engine.ask(Questions.read());
        while (!(answer instanceof Allow) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            answer = engine.ask(Questions.read());
        }
        return answer;
    }
}
