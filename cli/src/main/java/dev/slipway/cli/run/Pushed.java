package dev.slipway.cli.run;

import dev.slipway.model.api.StartRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The push a run is asked for because of, as git tells a {@code post-receive} hook. */
final class Pushed {
    @Option(
            names = "--push",
            required = true,
            description = "The commit was pushed: the pipeline's own triggers decide whether it runs.")
    private boolean push;

    @Option(
            names = "--before",
            paramLabel = "<id>",
            description = "Commit the ref had before the push; all zeros for a new ref.")
    private @Nullable String before;

    StartRun.@Nullable Push push() {
        return push ? new StartRun.Push(before) : null;
    }
}
