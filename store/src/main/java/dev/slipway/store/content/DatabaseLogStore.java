package dev.slipway.store.content;

import static java.util.Objects.requireNonNull;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.LogStore;
import dev.slipway.store.Database;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Output of tasks in the database. A stream has no holes: what begins after its end is not stored, and the answer tells
 * the sender where to go on. One append is at most 4 MiB, one read at most 1 MiB.
 */
public final class DatabaseLogStore implements LogStore {
    private static final int LARGEST_APPEND = 4 << 20;
    private static final int LARGEST_READ = 1 << 20;
    private static final int CHUNK = 256 << 10;

    private final Database database;

    public DatabaseLogStore(Database database) {
        this.database = requireNonNull(database, "database is null");
    }

    @Override
    public long append(String allocationId, String task, String stream, long offset, byte[] bytes) {
        UUID allocation = allocation(allocationId);
        check(stream, offset);
        if (bytes.length > LARGEST_APPEND) {
            throw new SlipwayException(ErrorCode.PAYLOAD_TOO_LARGE, "at most 4 MiB of output at once");
        }
        return database.inTransaction(handle -> {
            LogChunks chunks = handle.attach(LogChunks.class);
            chunks.lock(allocationId + "/" + task + "/" + stream);
            long end = chunks.end(allocation, task, stream);
            if (offset > end || offset + bytes.length <= end) {
                return end;
            }
            int known = (int) (end - offset);
            for (int from = known; from < bytes.length; from += CHUNK) {
                byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK));
                chunks.insert(allocation, task, stream, offset + from, part);
            }
            return offset + bytes.length;
        });
    }

    @Override
    public byte[] read(String allocationId, String task, String stream, long offset, int limit) {
        UUID allocation = allocation(allocationId);
        check(stream, offset);
        long to = offset + Math.clamp(limit, 0, LARGEST_READ);
        List<LogChunks.Chunk> found = database.jdbi()
                .withExtension(LogChunks.class, chunks -> chunks.range(allocation, task, stream, offset, to));
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        for (LogChunks.Chunk chunk : found) {
            int from = (int) Math.clamp(offset - chunk.startOffset(), 0, chunk.bytes().length);
            int until = (int) Math.clamp(to - chunk.startOffset(), from, chunk.bytes().length);
            result.write(chunk.bytes(), from, until - from);
        }
        return result.toByteArray();
    }

    @Override
    public List<String> streams(String allocationId) {
        UUID allocation = allocation(allocationId);
        return database.jdbi().withExtension(LogChunks.class, chunks -> chunks.streams(allocation));
    }

    private static UUID allocation(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new SlipwayException(ErrorCode.NOT_FOUND, "no such allocation", e);
        }
    }

    private static void check(String stream, long offset) {
        if (!stream.equals("stdout") && !stream.equals("stderr")) {
            throw invalid("stream", "must be stdout or stderr");
        }
        if (offset < 0) {
            throw invalid("offset", "must not be negative");
        }
    }

    private static SlipwayException invalid(String field, String message) {
        return new SlipwayException(
                ErrorCode.VALIDATION_FAILED, field + " " + message, List.of(Problem.of(field, message)));
    }
}
