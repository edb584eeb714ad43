package dev.slipway.worker.relay;

import dev.slipway.workflows.api.Fact;
import dev.slipway.workflows.api.RunInput;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Stands where a run's workflow would: remembers the facts it is told until it is told the last one. */
@WorkflowInterface
public interface Told {
    @WorkflowMethod(name = "PipelineRunWorkflow")
    List<String> run(RunInput input);

    @SignalMethod(name = "fact")
    void fact(Fact fact);
}
