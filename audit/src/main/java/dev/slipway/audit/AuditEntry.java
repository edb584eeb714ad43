package dev.slipway.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ModelJson;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fact of the log. Where it stands is not part of it.
 *
 * @param time when it happened, UTC
 * @param kind sort of fact such as {@code decision}, {@code transition}, {@code action}, {@code change}, {@code access}
 * @param actor who
 * @param action what was done
 * @param target to what
 * @param project tenant it belongs to; null for the installation's own
 * @param run workflow id of the run it belongs to
 * @param why reason given
 * @param decision id of the policy decision it rides on
 * @param digests digests of what it was about, by name
 * @param outcome how it ended
 */
public record AuditEntry(
        Instant time,
        String kind,
        Actor actor,
        String action,
        String target,
        @Nullable String project,
        @Nullable String run,
        @Nullable String why,
        @Nullable String decision,
        Map<String, String> digests,
        String outcome) {
    private static final int VERSION = 1;

    public AuditEntry {
        requireNonNull(time, "time is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(actor, "actor is null");
        requireNonNull(action, "action is null");
        requireNonNull(target, "target is null");
        digests = Map.copyOf(digests);
        requireNonNull(outcome, "outcome is null");
    }

    /** The text that is hashed and kept: RFC 8785, control characters neutralised. */
    public String canonical() {
        ObjectNode entry = ModelJson.mapper().createObjectNode().put("v", VERSION);
        entry.put("time", time.toString());
        put(entry, "kind", kind);
        ObjectNode who = entry.putObject("actor");
        put(who, "issuer", actor.issuer());
        put(who, "subject", actor.subject());
        put(who, "address", actor.address());
        put(entry, "action", action);
        put(entry, "target", target);
        put(entry, "project", project);
        put(entry, "run", run);
        put(entry, "why", why);
        put(entry, "decision", decision);
        if (!digests.isEmpty()) {
            ObjectNode named = entry.putObject("digests");
            digests.forEach((name, digest) -> put(named, name, digest));
        }
        put(entry, "outcome", outcome);
        return CanonicalJson.write(entry);
    }

    private static void put(ObjectNode object, String name, @Nullable String text) {
        if (text != null) {
            object.put(name, SafeText.of(text));
        }
    }
}
