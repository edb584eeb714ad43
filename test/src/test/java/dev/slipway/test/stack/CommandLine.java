package dev.slipway.test.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.main.Main;
import dev.slipway.cli.session.Environment;
import dev.slipway.cli.session.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/** The command line client as somebody uses it against a running stack. */
public final class CommandLine {
    private final RunningStack stack;
    private final String person;

    public CommandLine(RunningStack stack, String person) {
        this.stack = stack;
        this.person = person;
    }

    /** What a person reads: output and errors in one text, and the exit code at its end. */
    public String run(String... words) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(output, true, UTF_8);
        Streams streams = new Streams(new ByteArrayInputStream(new byte[0]), print, print, false, prompt -> null);
        Map<String, String> variables =
                Map.of("SLIPWAY_ADDR", stack.installation().apiUrl(), "SLIPWAY_TOKEN", stack.token(person));
        int exit = Main.run(words, streams, new Environment(variables, Clock.systemUTC()));
        return output.toString(UTF_8) + "exit code " + exit;
    }
}
