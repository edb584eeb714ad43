package dev.slipway.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.client.ApiException;
import dev.slipway.drivers.durable.LogFiles;
import dev.slipway.model.DataSize;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.spec.LogsSpec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLogShipper {
    private static final LogsSpec SMALL = new LogsSpec(3, new DataSize(100));
    private static final Duration PATIENCE = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    private final Server server = new Server();

    /** Keeps no holes, as the real one; fails as often as it is told. */
    private static final class Server implements LogSink {
        private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        private final AtomicInteger failures = new AtomicInteger();
        private int status = 503;

        @Override
        public synchronized long append(String stream, long offset, byte[] bytes) {
            if (failures.get() > 0 && failures.getAndDecrement() > 0) {
                throw new ApiException(status, ErrorCode.UNAVAILABLE, "away", List.of(), null);
            }
            ByteArrayOutputStream known = stream.equals("stdout") ? stdout : stderr;
            if (offset <= known.size() && offset + bytes.length > known.size()) {
                int skip = (int) (known.size() - offset);
                known.write(bytes, skip, bytes.length - skip);
            }
            return known.size();
        }

        synchronized String text() {
            return stdout.toString(UTF_8);
        }
    }

    private void write(String text) {
        new LogFiles(folder, "web", "stdout", SMALL).append(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private LogShipper shipper() {
        return new LogShipper("test", folder, "web", SMALL, server);
    }

    @Test
    void shipsInOrderWhileFilesRotate() throws InterruptedException {
        LogShipper shipper = shipper();
        shipper.start();
        StringBuilder all = new StringBuilder();
        CountDownLatch never = new CountDownLatch(1);
        for (int line = 0; line < 60; line++) {
            String text = "line " + line + "\n";
            write(text);
            all.append(text);
            // Slow enough for three files of 100 bytes to hold what was not read yet.
            assertThat(never.await(line % 10 == 0 ? 250 : 1, TimeUnit.MILLISECONDS))
                    .isFalse();
        }

        assertThat(shipper.finish(PATIENCE)).isTrue();
        assertThat(server.text()).isEqualTo(all.toString());
    }

    @Test
    void aNewShipperGoesOnWhereTheServerStands() throws InterruptedException {
        write("first ");
        LogShipper first = shipper();
        first.start();
        assertThat(first.finish(PATIENCE)).isTrue();
        write("second");

        LogShipper second = shipper();
        second.start();

        assertThat(second.finish(PATIENCE)).isTrue();
        assertThat(server.text()).isEqualTo("first second");
    }

    @Test
    void whatWasRotatedAwayIsReplacedByARemarkOfItsLength() throws InterruptedException {
        write("x".repeat(1000) + "end");

        LogShipper shipper = shipper();
        shipper.start();

        assertThat(shipper.finish(PATIENCE)).isTrue();
        assertThat(server.text()).hasSize(1003).endsWith("xxend").contains("[800 bytes were rotated away");
    }

    @Test
    void aServerThatIsAwayForAWhileLosesNothing() throws InterruptedException {
        server.failures.set(2);
        write("hello");
        LogShipper shipper = shipper();
        shipper.start();

        assertThat(shipper.finish(Duration.ofSeconds(5))).isTrue();
        assertThat(server.text()).isEqualTo("hello");
    }

    @Test
    void givesUpAServerThatStaysAwayOrRefuses() throws InterruptedException {
        server.failures.set(10_000);
        write("hello");
        LogShipper patient = shipper();
        patient.start();
        assertThat(patient.finish(PATIENCE)).isFalse();

        server.status = 404;
        LogShipper refused = shipper();
        refused.start();
        assertThat(refused.finish(Duration.ofHours(1))).isFalse();
    }

    @Test
    void aTaskWithoutOutputIsDrainedAtOnce() throws InterruptedException {
        LogShipper shipper = shipper();
        shipper.start();

        assertThat(shipper.finish(PATIENCE)).isTrue();
    }
}
