package dev.slipway.cli.main;

import dev.slipway.cli.session.Environment;
import dev.slipway.cli.session.Globals;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Streams;

/** The program {@code slipway}. */
public final class Main {
    private Main() {}

    /** Starts it; the exit codes are those of {@link dev.slipway.cli.session.ExitCode}. */
    public static void main(String[] args) {
        // A library that logs must neither cost the start nor print between results.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        int code = run(args, Streams.ofProcess(), Environment.ofProcess());
        System.exit(code);
    }

    /** One call, with everything it touches outside given to it. */
    public static int run(String[] args, Streams streams, Environment environment) {
        Globals globals = new Globals();
        try (Session session = new Session(globals, streams, environment)) {
            return new Program(globals, session, streams).run(args);
        } finally {
            streams.out().flush();
            streams.err().flush();
        }
    }
}
