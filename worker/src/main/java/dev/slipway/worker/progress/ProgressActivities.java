package dev.slipway.worker.progress;

import dev.slipway.model.ErrorCode;
import dev.slipway.workflows.progress.FactBatch;
import dev.slipway.workflows.progress.ProgressHeaders;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;

/** Writes the facts an activity brings before it begins, and the reason when a try of it fails. */
final class ProgressActivities extends ActivityInboundCallsInterceptorBase {
    private final ProgressWriter writer;

    ProgressActivities(ActivityInboundCallsInterceptor next, ProgressWriter writer) {
        super(next);
        this.writer = writer;
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
        Optional<FactBatch> facts = ProgressHeaders.read(input.getHeader());
        facts.ifPresent(this::write);
        try {
            return super.execute(input);
        } catch (ApplicationFailure failure) {
            facts.ifPresent(batch -> writer.lastError(batch, failure.getType() + ": " + failure.getOriginalMessage()));
            throw failure;
        }
    }

    /** An activity whose facts cannot be written does not begin: it is tried again when the database is back. */
    private void write(FactBatch batch) {
        try {
            writer.write(batch);
        } catch (JdbiException e) {
            throw ApplicationFailure.newFailureWithCause(
                    "the projection cannot be written", ErrorCode.UNAVAILABLE.name(), e);
        }
    }
}
