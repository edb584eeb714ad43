package dev.slipway.worker.progress;

import dev.slipway.store.Database;
import dev.slipway.workflows.progress.ProgressHeaders;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;

/** Sends facts with each activity and writes them where the activity runs. */
public final class ProgressInterceptor extends WorkerInterceptorBase {
    private final ProgressWriter writer;

    public ProgressInterceptor(Database database) {
        this.writer = new ProgressWriter(database);
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                super.init(new ProgressHeaders(outbound));
            }
        };
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ProgressActivities(next, writer);
    }
}
