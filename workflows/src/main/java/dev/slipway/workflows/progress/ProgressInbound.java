package dev.slipway.workflows.progress;

import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;

/** Gives every workflow its {@link ProgressHeaders} and keeps what its parent said with the start. */
public final class ProgressInbound extends WorkflowInboundCallsInterceptorBase {
    public ProgressInbound(WorkflowInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new ProgressHeaders(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        ProgressHeaders.read(input.getHeader()).ifPresent(Progress.current()::carry);
        return super.execute(input);
    }
}
