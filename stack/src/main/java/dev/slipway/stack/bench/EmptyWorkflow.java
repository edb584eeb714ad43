package dev.slipway.stack.bench;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A workflow that does nothing: what it costs is the server's and the SDK's share of every run. */
@WorkflowInterface
public interface EmptyWorkflow {
    @WorkflowMethod
    String run(String input);

    /** Hands its input back. */
    final class Implementation implements EmptyWorkflow {
        @Override
        public String run(String input) {
            return input;
        }
    }
}
