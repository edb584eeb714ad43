package dev.slipway.agent.task;

import dev.slipway.agent.state.TaskRecord;
import dev.slipway.client.ApiException;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.api.TaskStateView.Output;
import dev.slipway.model.spec.OutputSpec;
import dev.slipway.model.spi.ExitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what a task left: artifacts after a good end, reports after any. */
final class TaskOutputs {
    private static final Duration SERVER_PAUSE = Duration.ofSeconds(1);
    private final TaskPlace place;
    private final NodeParts parts;
    private final TaskSetup setup;
    private final TaskSignal signal;

    TaskOutputs(TaskPlace place, NodeParts parts, TaskSetup setup, TaskSignal signal) {
        this.place = place;
        this.parts = parts;
        this.setup = setup;
        this.signal = signal;
    }

    /**
     * Waits for the server as long as it is away, unless the task is to stop.
     *
     * @throws SlipwayException ARTIFACT_MISSING
     */
    List<Output> take(TaskRecord ended) throws IOException, InterruptedException {
        List<Output> taken = new ArrayList<>();
        ExitResult exit = ended.exit();
        if (exit == null || !Files.isDirectory(setup.workDir())) {
            return taken;
        }
        boolean good = exit.successful() && !ended.timedOut();
        for (OutputSpec spec : place.task().outputs()) {
            switch (spec.kind()) {
                case REPORT -> upload(spec).ifPresent(taken::add);
                case ARTIFACT -> {
                    if (good) {
                        taken.add(upload(spec).orElseThrow(() -> missing(spec)));
                    }
                }
            }
        }
        return taken;
    }

    private Optional<Output> upload(OutputSpec spec) throws IOException, InterruptedException {
        while (true) {
            try {
                return parts.outputs()
                        .take(spec, setup.workDir(), parts.folders().scratch());
            } catch (ApiException e) {
                if (Setback.of(e) != Setback.WAIT || signal.awaitStop(SERVER_PAUSE)) {
                    throw e;
                }
            }
        }
    }

    private static SlipwayException missing(OutputSpec spec) {
        return new SlipwayException(
                ErrorCode.ARTIFACT_MISSING,
                ErrorCode.ARTIFACT_MISSING + ": the output " + spec.name() + " was not found at " + spec.path());
    }
}
