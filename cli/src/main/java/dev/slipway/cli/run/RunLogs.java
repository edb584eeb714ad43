package dev.slipway.cli.run;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.client.LogCalls;
import dev.slipway.client.LogCalls.Chunk;
import dev.slipway.model.RunId;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Print what a pipeline task of a run wrote.")
final class RunLogs extends Verb {
    @Parameters(index = "0", paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Parameters(index = "1", paramLabel = "<task>", description = "Name of the task in the pipeline file.")
    private String task = "";

    @Option(names = "--stderr", description = "Its error output instead of its output.")
    private boolean stderr;

    @Option(names = "--follow", description = "Go on until the task has ended.")
    private boolean follow;

    RunLogs(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException, InterruptedException {
        LogCalls logs = session.client().logs();
        RunId of = required(run);
        String stream = stderr ? "stderr" : "stdout";
        OutputStream sink = session.out().bytes();
        if (follow) {
            logs.followTask(of, task, stream, 0, sink);
            return ExitCode.OK;
        }
        Chunk chunk = logs.readTask(of, task, stream, 0);
        while (chunk.bytes().length > 0) {
            sink.write(chunk.bytes());
            chunk = logs.readTask(of, task, stream, chunk.nextOffset());
        }
        return ExitCode.OK;
    }
}
