package dev.slipway.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out results
 * @param err errors and notes
 * @param terminal whether a person sits in front of it
 * @param hidden asks that person for a line without showing it; null when none is typed
 */
public record Streams(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        Function<String, char @Nullable []> hidden) {
    /** Those of this process, always UTF-8. */
    public static Streams ofProcess() {
        Console console = System.console();
        return new Streams(
                System.in,
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
                console != null && console.isTerminal(),
                prompt -> console == null ? null : console.readPassword("%s", prompt));
    }
}
