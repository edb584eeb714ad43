package dev.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.Problem;
import dev.slipway.model.api.Resource;
import dev.slipway.model.api.SchedulesView;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Projects, environments and pipeline registrations. */
public final class RegistryCalls {
    private static final int APPLY_ATTEMPTS = 5;
    private final Transport transport;

    RegistryCalls(Transport transport) {
        this.transport = transport;
    }

    public Stream<Resource> projects() {
        return list(Call.path("v1", "projects"));
    }

    public Stream<Resource> environments(String project) {
        return list(Call.path("v1", "projects", project, "environments"));
    }

    public Stream<Resource> pipelines(String project) {
        return list(Call.path("v1", "projects", project, "pipelines"));
    }

    /** What starts a pipeline by the clock. */
    public SchedulesView schedules(String project, String pipeline) {
        String path = Call.path("v1", "projects", project, "pipelines", pipeline, "schedules");
        return transport.send(Call.get(path)).as(SchedulesView.class);
    }

    public Resource get(ResourceName name) {
        return transport.send(Call.get(name.path())).as(Resource.class);
    }

    /** As {@link #get}, empty when there is none. */
    public Optional<Resource> find(ResourceName name) {
        try {
            return Optional.of(get(name));
        } catch (ApiException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Creates or replaces under a condition; PRECONDITION_FAILED when it does not hold. */
    public Resource put(ResourceName name, FileBody file, Precondition condition) {
        Precondition.Header header = condition.header();
        return transport
                .send(Call.bytes("PUT", name.path(), file.contentType(), file.content())
                        .with(header.name(), header.value()))
                .as(Resource.class);
    }

    /** Makes the object what the file says, whether it exists or not, also while others change it. */
    public Applied apply(ResourceName name, FileBody file) {
        for (int attempt = 1; ; attempt++) {
            Optional<Resource> before = find(name);
            Precondition condition = before.<Precondition>map(found -> new Precondition.AtRevision(found.revision()))
                    .orElseGet(Precondition.Absent::new);
            try {
                Resource after = put(name, file, condition);
                return new Applied(after, change(before, after));
            } catch (ApiException e) {
                if (e.code() != ErrorCode.PRECONDITION_FAILED || attempt == APPLY_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Asks the server to check a file.
     *
     * @param kind such as {@code Pipeline}
     * @param project whose guards it is held against; null for the file alone
     * @param pipeline registration it belongs to; null for none
     */
    public List<Problem> validate(String kind, @Nullable String project, @Nullable String pipeline, FileBody file) {
        TreeMap<String, @Nullable String> query = new TreeMap<>();
        query.put("kind", kind);
        query.put("project", project);
        query.put("pipeline", pipeline);
        Call call = Call.bytes("POST", Call.query("/v1/validate", query), file.contentType(), file.content())
                .with("Idempotency-Key", Call.newKey())
                .retrying(Retry.REPEATABLE);
        return transport.send(call).as(Validation.class).problems();
    }

    private Stream<Resource> list(String path) {
        return Pages.stream(cursor ->
                transport.send(Call.get(Call.query(path, Paging.at(cursor)))).asPageOf(Resource.class));
    }

    private static Applied.Change change(Optional<Resource> before, Resource after) {
        if (before.isEmpty()) {
            return Applied.Change.CREATED;
        }
        JsonNode spec = before.get().spec();
        return after.revision() == before.get().revision() || after.spec().equals(spec)
                ? Applied.Change.UNCHANGED
                : Applied.Change.UPDATED;
    }

    record Validation(List<Problem> problems) {
        Validation {
            problems = problems == null ? List.of() : List.copyOf(problems);
        }
    }
}
