package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.StepName;
import dev.slipway.model.files.PipelineRegistration.CommitStatus;
import dev.slipway.model.files.Respond;
import dev.slipway.store.Outbox;
import dev.slipway.store.run.RunRow;
import dev.slipway.workflows.api.RunRef;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells the forge of a commit how its run is doing: pending once it is accepted, and always an end. */
final class CommitStatusPost {
    private final URI pages;

    /** @param pages base address of the pages, for the link in the status */
    CommitStatusPost(URI pages) {
        this.pages = pages;
    }

    /** States forges know. */
    enum State {
        PENDING,
        SUCCESS,
        FAILURE,
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Queues the status once per execution and kind; an end makes a pending one that was not sent yet superfluous.
     *
     * @param target where the operators' registration has states posted; nothing happens when null
     */
    void queue(
            Handle handle,
            RunRef run,
            RunRow row,
            @Nullable CommitStatus target,
            String context,
            State state,
            String description) {
        if (target == null || run.dryRun()) {
            return;
        }
        String pending = key(run, context, "status-pending");
        boolean end = state != State.PENDING;
        if (end) {
            handle.createUpdate("""
                            update outbox set done_at = now(), last_error = 'superseded by the end of the run'
                            where key = :key and done_at is null and attempts = 0""").bind("key", pending).execute();
        }
        ObjectNode payload = ModelJson.mapper().createObjectNode();
        payload.put("project", run.project());
        payload.put("url", target.url().replace("{commit}", row.commitId()));
        if (target.secret() != null) {
            payload.put("secretName", target.secret());
        }
        payload.set("body", body(run, row, context, state, description));
        String key = end ? key(run, context, "status-final") : pending;
        Outbox.add(handle, "commit-status", key, payload.path("url").asText(), payload);
    }

    /** Says under the label of its own a pipeline file gives, when it gives one, that the run was accepted. */
    void queueOwnPending(Handle handle, RunRef run, RunRow row, Definition definition) {
        CommitStatus target = definition.registration().spec().commitStatus();
        own(run, definition.pipeline().spec().respond())
                .ifPresent(label -> queue(handle, run, row, target, label, State.PENDING, "running"));
    }

    /** Label a pipeline file gives besides the default one. */
    static Optional<String> own(RunRef run, Respond respond) {
        return Optional.ofNullable(respond.commitStatus())
                .map(Respond.CommitStatus::context)
                .filter(label -> !label.equals(context(run)));
    }

    /** Label of a pipeline's status when its file gives none. */
    static String context(RunRef run) {
        return "slipway/" + run.pipeline();
    }

    private static String key(RunRef run, String context, String item) {
        String label = context.equals(context(run)) ? "" : "/" + IdempotencyKey.shortHash(context);
        return run.key(null, StepName.RESPOND, item + label);
    }

    private ObjectNode body(RunRef run, RunRow row, String context, State state, String description) {
        ObjectNode body = ModelJson.mapper().createObjectNode();
        body.put("state", state.text());
        body.put("context", context);
        body.put("description", description.length() > 140 ? description.substring(0, 139) + "…" : description);
        body.put(
                "target_url",
                pages.resolve("/runs/" + run.workflowId().substring("run/".length()))
                        .toString());
        body.put("commit", row.commitId());
        body.put("ref", row.ref());
        body.put("run", run.workflowId());
        return body.put("generation", run.generation());
    }
}
