package dev.slipway.client;

import dev.slipway.model.api.AuditCheckpointView;
import dev.slipway.model.api.AuditEntryView;
import dev.slipway.model.api.AuditGrowthView;
import dev.slipway.model.api.AuditProofView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The audit log. Nothing here is checked: {@code dev.slipway.audit} does that with keys of the caller's own. */
public final class AuditCalls {
    private static final int PAGE = 500;
    private static final String ROOT = "/v1/audit";

    private final Transport transport;

    AuditCalls(Transport transport) {
        this.transport = transport;
    }

    /** Entries behind an index, -1 for all, in order; a page is fetched when its first one is asked for. */
    public Stream<AuditEntryView> entries(AuditFilter filter, long after) {
        return Pages.stream(cursor -> {
            Map<String, @Nullable Object> query = new LinkedHashMap<>();
            query.put("project", filter.project());
            query.put("actor", filter.actor());
            query.put("run", filter.run());
            query.put("kind", filter.kind());
            query.put("after", after);
            query.put("limit", PAGE);
            query.put("next", cursor);
            return transport.send(Call.get(Call.query(ROOT, query))).asPageOf(AuditEntryView.class);
        });
    }

    /** The last checkpoint. */
    public AuditCheckpointView checkpoint() {
        return transport.send(Call.get(ROOT + "/checkpoint")).as(AuditCheckpointView.class);
    }

    /** Every checkpoint, smallest first. */
    public Stream<AuditCheckpointView> checkpoints() {
        return Pages.stream(cursor -> {
            Map<String, @Nullable Object> query = new LinkedHashMap<>();
            query.put("limit", PAGE);
            query.put("next", cursor);
            return transport
                    .send(Call.get(Call.query(ROOT + "/checkpoints", query)))
                    .asPageOf(AuditCheckpointView.class);
        });
    }

    /**
     * Proof that an entry is in the log.
     *
     * @param size up to the smallest checkpoint of so many entries; null for the last
     */
    public AuditProofView proof(long index, @Nullable Long size) {
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("index", index);
        query.put("size", size);
        return transport.send(Call.get(Call.query(ROOT + "/proof", query))).as(AuditProofView.class);
    }

    /** Proof that the last checkpoint contains the log of so many entries. */
    public AuditGrowthView growth(long from) {
        return transport
                .send(Call.get(Call.query(ROOT + "/consistency", Map.of("from", from))))
                .as(AuditGrowthView.class);
    }
}
