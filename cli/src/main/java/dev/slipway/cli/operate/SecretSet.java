package dev.slipway.cli.operate;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The value never is a word of the command line: those stand in process lists and shell histories. */
@Command(name = "set", description = "Set a secret of a project; the value comes from standard input or a file.")
final class SecretSet extends Verb {
    private static final int LARGEST = 64 << 10;

    @Parameters(paramLabel = "<name>", description = "Name of the secret.")
    private String name = "";

    @Option(names = "--project", required = true, paramLabel = "<name>", description = "Project it belongs to.")
    private String project = "";

    @Option(
            names = "--file",
            paramLabel = "<file>",
            description = "File whose bytes are the value. From standard input one line end is taken off.")
    private @Nullable Path file;

    SecretSet(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) throws IOException {
        byte[] value = file == null ? typed(session) : ofFile(file);
        try {
            require(value);
            session.client().secrets().set(project, name, value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
        session.err().line("secret " + name + " of " + project + " is set");
        return ExitCode.OK;
    }

    private static void require(byte[] value) {
        if (value.length == 0) {
            throw new CommandFailure(ExitCode.FAILED, "the value is empty; nothing was set");
        }
        if (value.length > LARGEST) {
            throw new CommandFailure(ExitCode.FAILED, "the value is larger than 64 KiB; nothing was set");
        }
    }

    private static byte[] typed(Session session) throws IOException {
        if (session.terminal()) {
            return session.hiddenLine("value of the secret: ");
        }
        byte[] value = session.in().readNBytes(LARGEST + 2);
        int end = value.length;
        if (end > 0 && value[end - 1] == '\n') {
            end -= end > 1 && value[end - 2] == '\r' ? 2 : 1;
        }
        byte[] stripped = Arrays.copyOf(value, end);
        Arrays.fill(value, (byte) 0);
        return stripped;
    }

    private static byte[] ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        }
    }
}
