package dev.slipway.store.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.ModelJson;
import dev.slipway.store.Waits;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Locks of environments: a queue of tickets per name, first come first served, each grant with a token that only grows.
 * Changes of one environment's queues happen one after the other, so that requests for several names stand in the same
 * order in every queue and cannot wait for each other.
 */
public final class Locks {
    private Locks() {}

    /**
     * Queues the request once and grants what is free. A request that was released queues anew: its workflow lost what it
     * did since it had the lock, and does it again.
     */
    public static LockAnswer take(Handle handle, LockRequest request) {
        LockRows rows = serialised(handle, request.project(), request.environment());
        if (rows.released(request.tickets())) {
            rows.queueAgain(request.tickets());
        }
        for (String name : request.names()) {
            rows.queue(request.project(), request.environment(), name, request.owner(), request.key() + "#" + name);
        }
        request.names().forEach(name -> rows.grantFirst(request.project(), request.environment(), name));
        return answer(rows, request);
    }

    /** Whether every lock of the request is held right now. */
    public static boolean held(Handle handle, LockRequest request) {
        return handle.attach(LockRows.class).held(request.tickets())
                == request.names().size();
    }

    /**
     * Releases what {@code owner} holds or waits for in the environment and grants it to those who are next.
     *
     * @return names whose queue still has somebody in it
     */
    public static List<String> release(Handle handle, String project, String environment, String owner) {
        LockRows rows = serialised(handle, project, environment);
        List<String> names = rows.release(project, environment, owner);
        return names.stream()
                .filter(name -> grantNext(handle, rows, project, environment, name) > 0)
                .toList();
    }

    /** Releases everything {@code owner} holds or waits for, in every environment. */
    public static void releaseAll(Handle handle, String owner) {
        handle.attach(LockRows.class)
                .ofOwner(owner)
                .forEach(held -> release(handle, held.project(), held.environment(), owner));
    }

    /** Grants the lock to the first in its queue when it is free; returns how many wait afterwards. */
    public static int grantNext(Handle handle, String project, String environment, String name) {
        return grantNext(handle, serialised(handle, project, environment), project, environment, name);
    }

    /** Releases what belongs to runs that are over; returns how many environments were looked after. */
    public static int reap(Handle handle) {
        List<LockRows.Held> dead = handle.attach(LockRows.class).dead();
        dead.forEach(ticket -> release(handle, ticket.project(), ticket.environment(), ticket.owner()));
        return dead.size();
    }

    private static int grantNext(Handle handle, LockRows rows, String project, String environment, String name) {
        rows.grantFirst(project, environment, name)
                .filter(request -> rows.ungranted(project, environment, request) == 0)
                .ifPresent(request -> Waits.answer(handle, request, granted()));
        return rows.waiting(project, environment, name);
    }

    private static LockAnswer answer(LockRows rows, LockRequest request) {
        if (rows.held(request.tickets()) == request.names().size()) {
            return new LockAnswer(true, rows.token(request.tickets()), "");
        }
        return new LockAnswer(
                false,
                0,
                rows.holder(request.project(), request.environment(), request.tickets())
                        .orElse(""));
    }

    private static LockRows serialised(Handle handle, String project, String environment) {
        LockRows rows = handle.attach(LockRows.class);
        rows.serialise(project + "/" + environment);
        return rows;
    }

    private static JsonNode granted() {
        return ModelJson.mapper().createObjectNode().put("outcome", "granted").put("text", "");
    }
}
