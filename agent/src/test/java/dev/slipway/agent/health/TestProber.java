package dev.slipway.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.drivers.mock.MockDriver;
import dev.slipway.model.spec.CheckSpec;
import dev.slipway.model.spi.TaskHandle;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestProber {
    private final EdgeServer edge = EdgeServer.start();
    private final Prober prober = new Prober();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        prober.close();
        edge.close();
    }

    private Optional<String> probe(CheckSpec.Type type, String path, int port) throws InterruptedException {
        return probe(type, path, port, Duration.ofSeconds(5));
    }

    private Optional<String> probe(CheckSpec.Type type, String path, int port, Duration timeout)
            throws InterruptedException {
        CheckSpec check = new CheckSpec(type, path, List.of("true"), Duration.ofSeconds(1), timeout);
        TaskHandle handle = new TaskHandle(1, "mock", "a/b/1", null, Map.of());
        return prober.probe(check, new Target("127.0.0.1", port, new MockDriver(folder, Clock.systemUTC()), handle));
    }

    @Test
    void httpIsWellBetween200And399() throws InterruptedException {
        edge.on("GET", "/ok", request -> Answer.empty(204));
        edge.on("GET", "/moved", request -> Answer.empty(302));
        edge.on("GET", "/broken", request -> Answer.empty(500));
        edge.on("GET", "/cut", request -> new Answer.Cut());

        assertThat(probe(CheckSpec.Type.HTTP, "/ok", edge.port())).isEmpty();
        assertThat(probe(CheckSpec.Type.HTTP, "ok", edge.port())).isEmpty();
        assertThat(probe(CheckSpec.Type.HTTP, "/moved", edge.port())).isEmpty();
        assertThat(probe(CheckSpec.Type.HTTP, "/broken", edge.port())).contains("status 500");
        assertThat(probe(CheckSpec.Type.HTTP, "/missing", edge.port())).contains("status 404");
        assertThat(probe(CheckSpec.Type.HTTP, "/cut", edge.port())).isPresent();
        assertThat(probe(CheckSpec.Type.HTTP, "/bad path", edge.port())).isPresent();
    }

    @Test
    void aSlowAnswerIsNone() throws InterruptedException {
        edge.on("GET", "/slow", request -> {
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            return Answer.empty(200);
        });

        assertThat(probe(CheckSpec.Type.HTTP, "/slow", edge.port(), Duration.ofMillis(200)))
                .isPresent();
    }

    @Test
    void tcpIsWellWhenSomebodyListens() throws InterruptedException {
        int port = edge.port();
        assertThat(probe(CheckSpec.Type.TCP, null, port)).isEmpty();
        edge.close();
        assertThat(probe(CheckSpec.Type.TCP, null, port)).isPresent();
    }

    @Test
    void aScriptInATaskThatIsGoneIsNotWell() throws InterruptedException {
        assertThat(probe(CheckSpec.Type.SCRIPT, null, 0)).isPresent();
    }
}
