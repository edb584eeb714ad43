package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.apiserver.http.Query;
import dev.slipway.audit.tree.HashSource;
import dev.slipway.audit.tree.Tree;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.model.api.AuditCheckpointView;
import dev.slipway.model.api.AuditEntryView;
import dev.slipway.model.api.AuditGrowthView;
import dev.slipway.model.api.AuditProofView;
import dev.slipway.model.api.Page;
import dev.slipway.store.audit.AuditFilter;
import dev.slipway.store.audit.AuditViews;
import dev.slipway.store.audit.StoredCheckpoint;
import dev.slipway.store.audit.StoredEntry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit log. A tenant sees entries of its projects; those of the installation and the whole log are for those whom
 * policy lets see it. Checkpoints and proofs of growth hold hashes only and are for everybody with a credential.
 */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private static final int LONGEST = 600;

    private final AuditViews views;
    private final Access access;

    public AuditResource(AuditViews views, Access access) {
        this.views = views;
        this.access = access;
    }

    /** Entries behind {@code after}, in order; {@code next} is there while there may be more. */
    @GET
    public Page<AuditEntryView> entries(
            @QueryParam("project") @Nullable String project,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("run") @Nullable String run,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("after") @Nullable String after,
            @QueryParam("next") @Nullable String next,
            @QueryParam("limit") @Nullable String limit,
            @Context SecurityContext security) {
        List<String> projects = projects(Caller.of(security), Query.name("project", project));
        AuditFilter filter = new AuditFilter(projects, text("actor", actor), text("run", run), text("kind", kind));
        int size = Query.limit(limit);
        long place = Query.number("after", next == null ? after : next, -1, -1, Long.MAX_VALUE);
        List<AuditEntryView> found = views.entries(filter, place, size).stream()
                .map(AuditResource::view)
                .toList();
        return new Page<>(
                found,
                found.size() < size ? null : Long.toString(found.getLast().index()));
    }

    /** The last checkpoint, and how far the witness is. */
    @GET
    @Path("checkpoint")
    public AuditCheckpointView checkpoint() {
        return view(last(), views.witnessed());
    }

    /** Checkpoints behind a size, smallest first. */
    @GET
    @Path("checkpoints")
    public Page<AuditCheckpointView> checkpoints(
            @QueryParam("after") @Nullable String after,
            @QueryParam("next") @Nullable String next,
            @QueryParam("limit") @Nullable String limit) {
        int size = Query.limit(limit);
        long place = Query.number("after", next == null ? after : next, 0, 0, Long.MAX_VALUE);
        long witnessed = views.witnessed();
        List<AuditCheckpointView> found = views.checkpoints(place, size).stream()
                .map(checkpoint -> view(checkpoint, witnessed))
                .toList();
        return new Page<>(
                found,
                found.size() < size ? null : Long.toString(found.getLast().size()));
    }

    /** Proof that an entry is in the log, up to the smallest checkpoint of {@code size} entries or more, else the last. */
    @GET
    @Path("proof")
    public AuditProofView proof(
            @QueryParam("index") @Nullable String index,
            @QueryParam("size") @Nullable String size,
            @Context SecurityContext security) {
        if (index == null) {
            throw Query.invalid("index", "is missing");
        }
        long place = Query.number("index", index, 0, 0, Long.MAX_VALUE);
        StoredCheckpoint checkpoint = covering("size", size);
        StoredEntry entry =
                views
                        .entries(new AuditFilter(projects(Caller.of(security), null), null, null, null), place - 1, 1)
                        .stream()
                        .filter(found -> found.index() == place && place < checkpoint.size())
                        .findFirst()
                        .orElseThrow(Access::missing);
        AuditEntryView view = view(entry);
        List<String> proof = texts(tree(checkpoint.size()).inclusion(place));
        return new AuditProofView(place, view.leaf(), view.entry(), proof, checkpoint.text());
    }

    /** Proof that the log of checkpoint {@code to}, else the last, contains the one of {@code from} entries. */
    @GET
    @Path("consistency")
    public AuditGrowthView consistency(
            @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        if (from == null) {
            throw Query.invalid("from", "is missing");
        }
        StoredCheckpoint checkpoint = covering("to", to);
        long older = Query.number("from", from, 0, 0, checkpoint.size());
        String note = views.covering(older)
                .filter(found -> found.size() == older)
                .map(StoredCheckpoint::text)
                .orElse(null);
        List<String> proof = texts(tree(checkpoint.size()).consistency(older));
        return new AuditGrowthView(older, note, proof, checkpoint.text());
    }

    /** Null where the caller sees everything. */
    private @Nullable List<String> projects(Caller caller, @Nullable String project) {
        if (project == null && access.mayReadAll(caller)) {
            return null;
        }
        return access.readable(caller, project);
    }

    private StoredCheckpoint covering(String field, @Nullable String size) {
        if (size == null) {
            return last();
        }
        return views.covering(Query.number(field, size, 0, 1, Long.MAX_VALUE)).orElseThrow(Access::missing);
    }

    private StoredCheckpoint last() {
        return views.last().orElseThrow(Access::missing);
    }

    private Tree tree(long size) {
        HashSource source = (stratum, from, count) ->
                views.hashes(stratum, from, count).stream().map(TreeHash::of).toList();
        return new Tree(source, size);
    }

    private static AuditCheckpointView view(StoredCheckpoint checkpoint, long witnessed) {
        return new AuditCheckpointView(checkpoint.size(), checkpoint.text(), witnessed);
    }

    private static AuditEntryView view(StoredEntry entry) {
        return new AuditEntryView(entry.index(), TreeHash.of(entry.leaf()).base64(), entry.body());
    }

    private static List<String> texts(List<TreeHash> proof) {
        return proof.stream().map(TreeHash::base64).toList();
    }

    private static @Nullable String text(String field, @Nullable String text) {
        if (text != null && (text.length() > LONGEST || text.isBlank() || text.indexOf(0) >= 0)) {
            throw Query.invalid(field, "must be 1 to " + LONGEST + " characters");
        }
        return text;
    }
}
