package dev.slipway.workflows.schedule;

import dev.slipway.workflows.Stubs;
import dev.slipway.workflows.api.ScheduleInput;
import dev.slipway.workflows.api.ScheduleTip;
import dev.slipway.workflows.api.ScheduledRunWorkflow;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Looks where the default ref is, and asks for a run of exactly that commit until the API has answered. */
public final class ScheduledRun implements ScheduledRunWorkflow {
    /** A run that is later than this is not wanted any more. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration LEAST = Duration.ofMinutes(1);

    @Override
    public String start(ScheduleInput schedule) {
        ScheduleTip tip = Stubs.schedule("default ref of " + schedule.pipeline(), PATIENCE)
                .tip(schedule);
        String reason = tip.reason();
        String ref = tip.ref();
        String commit = tip.commit();
        if (ref == null || commit == null) {
            String why = reason == null ? "nothing to run" : reason;
            Workflow.setCurrentDetails(why);
            return why;
        }
        // The id holds the time the run was due at, so it is the same for every try and differs from every other run.
        String key = Workflow.getInfo().getWorkflowId();
        String run = Stubs.schedule("run of " + commit, left()).ask(schedule, ref, commit, key);
        Workflow.setCurrentDetails(run);
        return run;
    }

    private static Duration left() {
        long gone = Workflow.currentTimeMillis() - Workflow.getInfo().getRunStartedTimestampMillis();
        Duration left = PATIENCE.minusMillis(gone);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
