package dev.slipway.workflows;

import dev.slipway.model.ErrorCode;
import dev.slipway.model.StepName;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** A step that ended badly; caught by the workflow itself, never thrown out of it. */
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String stage;
    private final StepName step;
    private final String code;

    public StepFailure(@Nullable String stage, StepName step, String code, String message) {
        super(message);
        this.stage = stage;
        this.step = step;
        this.code = code;
    }

    public static StepFailure of(@Nullable String stage, StepName step, ErrorCode code, String message) {
        return new StepFailure(stage, step, code.name(), message);
    }

    /** Names the code of what an activity threw; a time-out of ours is INTERNAL_ERROR's retryable cousin UNAVAILABLE. */
    public static StepFailure of(@Nullable String stage, StepName step, ActivityFailure failure) {
        if (failure.getCause() instanceof ApplicationFailure cause) {
            return new StepFailure(stage, step, codeName(cause.getType()), text(cause));
        }
        if (failure.getCause() instanceof TimeoutFailure) {
            return of(stage, step, ErrorCode.UNAVAILABLE, step.text() + " was not answered in time");
        }
        return of(stage, step, ErrorCode.INTERNAL_ERROR, String.valueOf(failure.getMessage()));
    }

    public @Nullable String stage() {
        return stage;
    }

    public StepName step() {
        return step;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    private static String text(ApplicationFailure cause) {
        return cause.getOriginalMessage() == null ? cause.getType() : cause.getOriginalMessage();
    }

    private static String codeName(String type) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(type)) {
                return type;
            }
        }
        return ErrorCode.INTERNAL_ERROR.name();
    }
}
