package dev.slipway.store;

import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Intake of ordered facts; they get their number from the sequencer after their transaction has committed. */
public final class Events {
    private Events() {}

    /**
     * Adds a fact.
     *
     * @param type dotted name such as {@code run.accepted}
     * @param project tenant whose people may see it; null for the installation's own
     * @param subject id of what it is about
     */
    public static void emit(Handle handle, String type, @Nullable String project, String subject, JsonNode data) {
        handle.createUpdate("""
                        insert into event_intake (type, project, subject, data)
                        values (:type, :project, :subject, :data)""")
                .bind("type", type)
                .bind("project", project)
                .bind("subject", subject)
                .bindByType("data", data, JsonNode.class)
                .execute();
    }
}
