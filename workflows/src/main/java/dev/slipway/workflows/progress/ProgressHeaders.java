package dev.slipway.workflows.progress;

import dev.slipway.workflows.api.PayloadConverters;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the facts collected so far into the header of each activity. Runs in workflow code: deterministic. */
public final class ProgressHeaders extends WorkflowOutboundCallsInterceptorBase {
    private static final DataConverter CONVERTER = PayloadConverters.create(List.of());

    public ProgressHeaders(WorkflowOutboundCallsInterceptor next) {
        super(next);
    }

    /** The facts an activity's header carries; empty when it has none. */
    public static Optional<FactBatch> read(Header header) {
        return Optional.ofNullable(header.getValues().get(FactBatch.HEADER))
                .map(payload -> CONVERTER.fromPayload(payload, FactBatch.class, FactBatch.class));
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
        return super.executeActivity(new ActivityInput<>(
                input.getActivityName(),
                input.getResultClass(),
                input.getResultType(),
                input.getArgs(),
                input.getOptions(),
                withFacts(input.getHeader())));
    }

    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
        return super.executeLocalActivity(new LocalActivityInput<>(
                input.getActivityName(),
                input.getResultClass(),
                input.getResultType(),
                input.getArgs(),
                input.getOptions(),
                withFacts(input.getHeader())));
    }

    /** What the parent has not said yet is written with the first activity of the child, and said again by itself. */
    @Override
    public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
        return super.executeChildWorkflow(new ChildWorkflowInput<>(
                input.getWorkflowId(),
                input.getWorkflowType(),
                input.getResultClass(),
                input.getResultType(),
                input.getArgs(),
                input.getOptions(),
                with(input.getHeader(), Progress.current().pending())));
    }

    private static Header withFacts(Header header) {
        return with(header, Progress.current().drain());
    }

    private static Header with(Header header, Optional<FactBatch> batch) {
        Optional<Payload> facts = batch.flatMap(CONVERTER::toPayload);
        if (facts.isEmpty()) {
            return header;
        }
        Map<String, Payload> values = new HashMap<>(header.getValues());
        values.put(FactBatch.HEADER, facts.get());
        return new Header(values);
    }
}
