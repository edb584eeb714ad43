package dev.slipway.cli.session;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A command that does something. */
public abstract class Verb implements Callable<Integer> {
    private final Session session;

    protected Verb(Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        return run(session).number();
    }

    /** A parameter the parser insisted on. */
    protected static <T> T required(@Nullable T parameter) {
        return requireNonNull(parameter, "the parser let a missing parameter pass");
    }

    /** Does it; whatever goes wrong is thrown and told by the composition root. */
    protected abstract ExitCode run(Session session) throws IOException, InterruptedException;
}
