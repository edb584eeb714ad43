package dev.slipway.worker.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.audit.Actor;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.tree.TreeHash;
import dev.slipway.store.audit.NewEntries;
import dev.slipway.store.audit.NotedFact;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes entries of noted facts. */
final class Facts {
    private Facts() {}

    static NewEntries.Row row(NotedFact noted) {
        AuditEntry entry = entry(noted);
        String body = entry.canonical();
        return new NewEntries.Row(
                noted.id(),
                noted.at(),
                entry.kind(),
                entry.actor().issuer() + "#" + entry.actor().subject(),
                entry.project(),
                entry.run(),
                body,
                TreeHash.leaf(body).bytes());
    }

    static AuditEntry entry(NotedFact noted) {
        JsonNode fact = noted.fact();
        JsonNode actor = fact.path("actor");
        Map<String, String> digests = new HashMap<>();
        fact.path("digests").properties().stream()
                .filter(digest -> !digest.getValue().isNull())
                .forEach(
                        digest -> digests.put(digest.getKey(), digest.getValue().asText()));
        return new AuditEntry(
                noted.at(),
                noted.kind(),
                new Actor(
                        actor.path("issuer").asText("unknown"),
                        actor.path("subject").asText("unknown"),
                        text(actor, "address")),
                fact.path("action").asText("unknown"),
                fact.path("target").asText("unknown"),
                text(fact, "project"),
                text(fact, "run"),
                text(fact, "why"),
                text(fact, "decision"),
                digests,
                fact.path("outcome").asText("unknown"));
    }

    private static @Nullable String text(JsonNode object, String name) {
        return object.path(name).isValueNode() && !object.path(name).isNull()
                ? object.path(name).asText()
                : null;
    }
}
