package dev.slipway.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.PipelineFile;
import dev.slipway.model.files.PipelineRegistration.CommitStatus;
import dev.slipway.model.files.Respond;
import dev.slipway.store.Database;
import dev.slipway.store.Events;
import dev.slipway.store.Outbox;
import dev.slipway.store.run.Locks;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.Steps;
import dev.slipway.store.run.WaitRows;
import dev.slipway.workflows.api.RunOutcome;
import dev.slipway.workflows.api.RunRef;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Step 8 of a run: its end is stored, everybody is told, and what it held is free. All of it or nothing. */
public final class FinishStep {
    private final Database database;
    private final Definitions definitions;
    private final CommitStatusPost statuses;
    private final Clock clock;

    FinishStep(Database database, Definitions definitions, CommitStatusPost statuses, Clock clock) {
        this.database = database;
        this.definitions = definitions;
        this.statuses = statuses;
        this.clock = clock;
    }

    void finish(RunRef run, RunOutcome outcome) {
        end(run, outcome, false);
    }

    /** As a run ends by itself, for one whose workflow can say nothing any more; false when it was over already. */
    public boolean abandon(RunRef run, RunOutcome outcome) {
        return end(run, outcome, true);
    }

    private boolean end(RunRef run, RunOutcome outcome, boolean abandoned) {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        Tell tell = tell(run, row);
        return database.inTransaction(handle -> {
            boolean mine = handle.attach(Runs.class)
                    .finish(run.workflowId(), run.generation(), outcome.state(), outcome.code(), outcome.message());
            if (mine) {
                if (abandoned) {
                    Steps.abandon(handle, run.workflowId(), run.generation());
                }
                handle.attach(WaitRows.class).abandon(run.workflowId());
                Locks.releaseAll(handle, run.workflowId());
                tell(handle, run, row, outcome, tell);
            }
            return mine;
        });
    }

    /** Who wants to know; a pipeline that is gone by now, or never could be read, tells nobody but us. */
    private Tell tell(RunRef run, RunRow row) {
        try {
            CommitStatus status = definitions.registration(row).spec().commitStatus();
            Respond respond = database.jdbi()
                    .withHandle(handle -> Stored.findTree(handle, run))
                    .flatMap(tree -> definitions.pipeline(row, tree))
                    .map(PipelineFile::spec)
                    .map(PipelineFile.Spec::respond)
                    .orElse(null);
            return new Tell(status, respond);
        } catch (SlipwayException e) {
            if (e.code().retryable()) {
                throw e;
            }
            return new Tell(null, null);
        }
    }

    private void tell(Handle handle, RunRef run, RunRow row, RunOutcome outcome, Tell tell) {
        ObjectNode body = body(run, row, outcome);
        Events.emit(handle, "run.finished", run.project(), run.workflowId(), body);
        if (run.dryRun()) {
            return;
        }
        String text = text(outcome);
        statuses.queue(handle, run, row, tell.status(), CommitStatusPost.context(run), state(outcome), text);
        Optional<Respond> respond = Optional.ofNullable(tell.respond());
        respond.flatMap(wanted -> CommitStatusPost.own(run, wanted))
                .ifPresent(context -> statuses.queue(handle, run, row, tell.status(), context, state(outcome), text));
        respond.ifPresent(wanted -> wanted.webhooks().forEach(hook -> webhook(handle, run, hook, body)));
    }

    private static void webhook(Handle handle, RunRef run, Respond.Webhook hook, ObjectNode body) {
        ObjectNode payload = ModelJson.mapper().createObjectNode();
        payload.put("project", run.project()).put("url", hook.url());
        if (hook.secret() != null) {
            payload.put("secretName", hook.secret());
        }
        payload.set("body", body);
        String key = run.key(null, StepName.RESPOND, "webhook/" + IdempotencyKey.shortHash(hook.url()));
        Outbox.add(handle, "webhook", key, hook.url(), payload);
    }

    private ObjectNode body(RunRef run, RunRow row, RunOutcome outcome) {
        ObjectNode body = ModelJson.mapper().createObjectNode();
        body.put("type", "run.finished").put("timestamp", clock.instant().toString());
        body.put("run", run.workflowId()).put("project", run.project()).put("pipeline", run.pipeline());
        body.put("number", run.number()).put("generation", run.generation());
        body.put("commit", row.commitId()).put("ref", row.ref());
        body.put("state", outcome.state().text()).put("code", outcome.code()).put("message", outcome.message());
        return body.put("stage", outcome.stage()).put("step", outcome.step());
    }

    private static boolean notTriggered(RunOutcome outcome) {
        return ErrorCode.NOT_TRIGGERED.name().equals(outcome.code());
    }

    private static String text(RunOutcome outcome) {
        if (notTriggered(outcome)) {
            return "not triggered by this push";
        }
        if (outcome.state() == RunState.SUCCEEDED) {
            return "succeeded";
        }
        String where = outcome.step() == null ? "" : " at " + outcome.step();
        return outcome.state().text() + where + (outcome.message() == null ? "" : ": " + outcome.message());
    }

    private static CommitStatusPost.State state(RunOutcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED -> CommitStatusPost.State.SUCCESS;
            // Forges know no neutral state, and a push nobody wanted is nothing to mend.
            case CANCELLED -> notTriggered(outcome) ? CommitStatusPost.State.SUCCESS : CommitStatusPost.State.ERROR;
            case FAILED ->
                ErrorCode.INTERNAL_ERROR.name().equals(outcome.code())
                        ? CommitStatusPost.State.ERROR
                        : CommitStatusPost.State.FAILURE;
            case QUEUED, RUNNING, WAITING ->
                throw new IllegalArgumentException("a run does not end as " + outcome.state());
        };
    }

    private record Tell(
            @Nullable CommitStatus status, @Nullable Respond respond) {}
}
