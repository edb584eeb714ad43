package dev.slipway.workflows.api;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Asks for the run that is due. Id: {@code schedule/<project>/<pipeline>/<index>-<time>}, given by the schedule. */
@WorkflowInterface
public interface ScheduledRunWorkflow {
    /** Returns the id of the run, or why there is none. */
    @WorkflowMethod
    String start(ScheduleInput schedule);
}
