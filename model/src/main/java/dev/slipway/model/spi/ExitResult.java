package dev.slipway.model.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param exitCode of the main process; 128 + signal when a signal ended it; -1 when it is lost
 * @param signal number of the signal that ended it, 0 when none did
 * @param oomKilled whether the memory limit ended it
 * @param error why the exit is not known or the task could not run; null on an ordinary end
 * @param finishedAt when it ended, by the node's clock
 */
public record ExitResult(
        int exitCode,
        int signal,
        boolean oomKilled,
        @Nullable String error,
        Instant finishedAt) {
    public boolean successful() {
        return exitCode == 0 && signal == 0 && !oomKilled && error == null;
    }
}
