package dev.slipway.scheduler.proxy;

import dev.slipway.scheduler.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real HAProxy, started as a supervisor would. */
final class Haproxy implements AutoCloseable {
    private final Process process;

    Haproxy(ProxySettings settings) throws IOException {
        Await.until(Duration.ofSeconds(5), () -> Files.exists(settings.configFile()), settings::configFile);
        this.process = new ProcessBuilder(settings.command())
                .redirectErrorStream(true)
                .redirectOutput(
                        settings.configFile().resolveSibling("haproxy.log").toFile())
                .start();
    }

    /** As a crash would end it. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
