package dev.slipway.cli.audit;

import dev.slipway.audit.ExportRecord;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.client.ApiException;
import dev.slipway.client.AuditCalls;
import dev.slipway.client.AuditFilter;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.api.AuditCheckpointView;
import dev.slipway.model.api.AuditEntryView;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The whole log of a server up to the checkpoint that was the last one at the start, each checkpoint behind what it
 * covers. Pages are fetched as they are needed.
 */
public final class RemoteLog implements Iterator<ExportRecord> {
    private final Iterator<AuditEntryView> entries;
    private final Iterator<AuditCheckpointView> checkpoints;
    private final long end;
    private @Nullable AuditEntryView entry;
    private @Nullable AuditCheckpointView checkpoint;

    /** Asks for the last checkpoint at once. */
    public RemoteLog(AuditCalls calls) {
        this.end = calls.checkpoint().size();
        this.entries = calls.entries(AuditFilter.ALL, -1).iterator();
        this.checkpoints = calls.checkpoints().iterator();
        this.entry = entries.hasNext() ? entries.next() : null;
        this.checkpoint = nextCheckpoint();
    }

    @Override
    public boolean hasNext() {
        return checkpoint != null;
    }

    @Override
    public ExportRecord next() {
        AuditCheckpointView covering = checkpoint;
        if (covering == null) {
            throw new NoSuchElementException();
        }
        AuditEntryView now = entry;
        if (now != null && now.index() < covering.size()) {
            entry = entries.hasNext() ? entries.next() : null;
            return new ExportRecord.Entry(now.index(), hash(now.leaf()), now.entry());
        }
        checkpoint = nextCheckpoint();
        return new ExportRecord.Note(covering.checkpoint());
    }

    private @Nullable AuditCheckpointView nextCheckpoint() {
        AuditCheckpointView next = checkpoints.hasNext() ? checkpoints.next() : null;
        return next == null || next.size() > end ? null : next;
    }

    private static TreeHash hash(String text) {
        try {
            return TreeHash.ofBase64(text);
        } catch (IllegalArgumentException e) {
            throw new ApiException(200, ErrorCode.UNAVAILABLE, "the server's answer holds no hash", List.of(), null);
        }
    }
}
