package dev.slipway.apiserver.resource;

import dev.slipway.apiserver.auth.Access;
import dev.slipway.apiserver.auth.Caller;
import dev.slipway.model.RunId;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.store.door.NewRun;
import dev.slipway.store.door.RunDoor;
import dev.slipway.store.view.RunViews;
import org.jdbi.v3.core.Handle;

/** Lets runs in, whoever asks for them. */
public final class RunStarts {
    private final RunDoor door;
    private final RunViews views;
    private final Access access;

    public RunStarts(RunDoor door, RunViews views, Access access) {
        this.door = door;
        this.views = views;
        this.access = access;
    }

    /**
     * What was asked, if it makes sense.
     *
     * @throws SlipwayException VALIDATION_FAILED
     */
    public static StartRun checked(StartRun asked) {
        return RunRequests.check(asked);
    }

    /**
     * Gives a number to a run policy lets the caller start.
     *
     * @param asked what was checked
     * @throws SlipwayException TOKEN_REPLAYED, POLICY_DENIED, POLICY_UNAVAILABLE
     */
    public NewRun admitted(Caller caller, String project, String pipeline, StartRun asked) {
        door.requireFresh(caller.credential());
        RunId id = new RunId(project, pipeline, door.reserve(project, pipeline));
        access.requireTrigger(caller, id.workflowId(), project, pipeline, asked);
        return new NewRun(id, asked, caller.credential());
    }

    /**
     * Stores the run.
     *
     * @throws SlipwayException TOKEN_REPLAYED when the credential started another run meanwhile
     */
    public RunView accept(Handle handle, NewRun run) {
        door.accept(handle, run);
        return views.run(handle, run.id().workflowId());
    }
}
