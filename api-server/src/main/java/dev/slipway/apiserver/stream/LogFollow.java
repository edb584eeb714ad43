package dev.slipway.apiserver.stream;

import dev.slipway.apiserver.stream.Hub.Waiter;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.TaskStateView;
import dev.slipway.model.spi.LogStore;
import dev.slipway.store.view.AllocationViews;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The output of a task from an offset on, until the task is dead and nothing more comes. */
public final class LogFollow implements StreamingOutput {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int CHUNK = 64 << 10;
    // Its agent may still ship what a dead task wrote last.
    private static final int QUIET_LOOKS = 2;

    private final Source source;
    private final LogStore logs;
    private final AllocationViews allocations;
    private final Hub hub;
    private final Streams streams;
    private final Streams.Lease lease;
    private final BooleanSupplier standing;

    /** @param standing whether the caller would still be let in; the answer is cut off then, not ended */
    public LogFollow(
            Source source,
            LogStore logs,
            AllocationViews allocations,
            Hub hub,
            Streams streams,
            Streams.Lease lease,
            BooleanSupplier standing) {
        this.source = source;
        this.logs = logs;
        this.allocations = allocations;
        this.hub = hub;
        this.streams = streams;
        this.lease = lease;
        this.standing = standing;
    }

    /** Which output, from where on. */
    public record Source(UUID allocation, String task, String stream, long offset) {
        /** Key under which the hub announces more of it. */
        public String key() {
            return key(allocation.toString(), task, stream);
        }

        /** As {@link #key()}, of parts. */
        public static String key(String allocation, String task, String stream) {
            return allocation + "/" + task + "/" + stream;
        }
    }

    @Override
    public void write(OutputStream output) throws IOException {
        try (lease;
                Waiter waiter = hub.register(source.key())) {
            output.flush();
            copy(output, waiter);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }

    private void copy(OutputStream output, Waiter waiter) throws IOException, InterruptedException {
        long offset = source.offset();
        int quiet = 0;
        while (quiet < QUIET_LOOKS) {
            if (streams.closing() || !standing.getAsBoolean()) {
                throw new IOException("the stream was cut off before its end");
            }
            boolean dead = dead();
            byte[] bytes = logs.read(source.allocation().toString(), source.task(), source.stream(), offset, CHUNK);
            if (bytes.length > 0) {
                output.write(bytes);
                output.flush();
                offset += bytes.length;
                quiet = 0;
            } else {
                boolean news = waiter.await(LOOK_AGAIN);
                quiet = dead && !news ? quiet + 1 : 0;
            }
        }
    }

    private boolean dead() {
        Optional<AllocationView> allocation = allocations.allocation(source.allocation());
        if (allocation.isEmpty() || allocation.get().clientState().isFinal()) {
            return true;
        }
        TaskStateView task = allocation.get().tasks().get(source.task());
        return task != null && task.state().equals("dead");
    }
}
