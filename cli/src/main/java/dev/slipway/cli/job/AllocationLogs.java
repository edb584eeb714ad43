package dev.slipway.cli.job;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.client.LogCalls;
import dev.slipway.client.LogCalls.Chunk;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Print what a task of an allocation wrote.")
final class AllocationLogs extends Verb {
    private static final int CHUNK = 256 << 10;

    @Parameters(index = "0", paramLabel = "<id>", description = "Id of the allocation.")
    private String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<task>",
            description = "Its task; needed when it has several.")
    private @Nullable String task;

    @Option(names = "--stderr", description = "The error output instead of the output.")
    private boolean stderr;

    @Option(names = "--follow", description = "Go on until the task has ended.")
    private boolean follow;

    AllocationLogs(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException, InterruptedException {
        LogCalls logs = session.client().logs();
        String of = task == null ? onlyTask(session) : task;
        String stream = stderr ? "stderr" : "stdout";
        OutputStream sink = session.out().bytes();
        if (follow) {
            logs.follow(id, of, stream, 0, sink);
            return ExitCode.OK;
        }
        Chunk chunk = logs.read(id, of, stream, 0, CHUNK);
        while (chunk.bytes().length > 0) {
            sink.write(chunk.bytes());
            chunk = logs.read(id, of, stream, chunk.nextOffset(), CHUNK);
        }
        return ExitCode.OK;
    }

    private String onlyTask(Session session) {
        List<String> tasks = session.client().jobs().allocation(id).tasks().keySet().stream()
                .sorted()
                .toList();
        if (tasks.size() != 1) {
            String which = tasks.isEmpty() ? "no task has started yet" : "name one of " + String.join(", ", tasks);
            throw new CommandFailure(ExitCode.USAGE, which);
        }
        return tasks.getFirst();
    }
}
