package dev.slipway.drivers.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.drivers.process.Processes;
import dev.slipway.model.spi.ExecResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs commands in a running container. */
final class ContainerExec {
    private static final int OUTPUT_LIMIT = 64 << 10;
    private final Engine engine;

    ContainerExec(Engine engine) {
        this.engine = engine;
    }

    ExecResult run(String container, List<String> command, Duration timeout) {
        String id = engine.call(client -> client.execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
        Output output = engine.streams().execStartCmd(id).exec(new Output());
        boolean ended = ended(output, timeout);
        if (!ended) {
            kill(id);
        }
        Long code =
                ended ? engine.call(client -> client.inspectExecCmd(id).exec().getExitCodeLong()) : null;
        return new ExecResult(code == null ? -1 : code.intValue(), output.text());
    }

    private static boolean ended(Output output, Duration timeout) {
        try {
            return output.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // The engine has no way to end a command it runs in a container, but the machine is the same.
    private void kill(String id) {
        Optional.ofNullable(
                        engine.call(client -> client.inspectExecCmd(id).exec().getPidLong()))
                .filter(process -> process > 0)
                .ifPresent(process -> Processes.signal(List.of(process), "SIGKILL"));
    }

    private static final class Output extends ResultCallback.Adapter<Frame> {
        private final StringBuffer text = new StringBuffer();

        @Override
        public void onNext(Frame frame) {
            String part = new String(frame.getPayload(), StandardCharsets.UTF_8);
            int room = OUTPUT_LIMIT - text.length();
            if (room > 0) {
                text.append(part, 0, Math.min(room, part.length()));
            }
        }

        String text() {
            return text.toString();
        }
    }
}
