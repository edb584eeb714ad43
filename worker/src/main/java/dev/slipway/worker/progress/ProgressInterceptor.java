package dev.slipway.worker.progress;

import dev.slipway.store.Database;
import dev.slipway.workflows.progress.ProgressInbound;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Sends facts with each activity and writes them where the activity runs. */
public final class ProgressInterceptor extends WorkerInterceptorBase {
    private final ProgressWriter writer;

    public ProgressInterceptor(Database database) {
        this.writer = new ProgressWriter(database);
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new ProgressInbound(next);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ProgressActivities(next, writer);
    }
}
