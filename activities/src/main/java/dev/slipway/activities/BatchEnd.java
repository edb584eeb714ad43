package dev.slipway.activities;

import dev.slipway.model.ErrorCode;
import dev.slipway.store.Waits;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How a batch job ended, as the scheduler answered its wait.
 *
 * @param complete whether every task ended with exit code 0
 * @param text for people
 */
record BatchEnd(boolean complete, String text) {
    /** Empty while it has not ended. */
    static Optional<BatchEnd> read(Handle handle, String waitKey) {
        return Waits.read(handle, waitKey)
                .map(answer -> new BatchEnd(
                        answer.path("outcome").asText().equals("complete"),
                        answer.path("text").asText("")));
    }

    /** Name of the error code of a bad end. */
    String code() {
        if (text.contains("timed out")) {
            return ErrorCode.TASK_TIMEOUT.name();
        }
        return text.contains(ErrorCode.ARTIFACT_MISSING.name())
                ? ErrorCode.ARTIFACT_MISSING.name()
                : ErrorCode.TASK_FAILED.name();
    }
}
