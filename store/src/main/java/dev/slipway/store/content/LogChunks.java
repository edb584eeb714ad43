package dev.slipway.store.content;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on {@code log_chunk}. */
interface LogChunks {
    /** Orders appends to one stream, which may come over two connections after a timeout. */
    @SqlQuery("select true from (select pg_advisory_xact_lock(hashtextextended(:stream, 42))) locked")
    boolean lock(String stream);

    @SqlQuery("""
            select coalesce((select start_offset + octet_length(bytes) from log_chunk
                where allocation_id = :allocation and task = :task and stream = :stream
                order by start_offset desc limit 1), 0)""")
    long end(UUID allocation, String task, String stream);

    @SqlUpdate("""
            insert into log_chunk (allocation_id, task, stream, start_offset, bytes)
            values (:allocation, :task, :stream, :offset, :bytes)""")
    void insert(UUID allocation, String task, String stream, long offset, byte[] bytes);

    @SqlQuery("""
            select start_offset, bytes from log_chunk
            where allocation_id = :allocation and task = :task and stream = :stream and start_offset < :to
                and start_offset >= coalesce((select max(start_offset) from log_chunk
                    where allocation_id = :allocation and task = :task and stream = :stream
                        and start_offset <= :from), 0)
            order by start_offset""")
    @RegisterConstructorMapper(Chunk.class)
    List<Chunk> range(UUID allocation, String task, String stream, long from, long to);

    @SqlQuery("""
            select distinct task || '/' || stream from log_chunk where allocation_id = :allocation order by 1""")
    List<String> streams(UUID allocation);

    /** Bytes of a stream from an offset on. */
    record Chunk(long startOffset, byte[] bytes) {}
}
