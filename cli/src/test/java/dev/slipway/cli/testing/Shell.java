package dev.slipway.cli.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.main.Main;
import dev.slipway.cli.session.Environment;
import dev.slipway.cli.session.Streams;
import dev.slipway.client.testing.EdgeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Calls the program as a shell does: words, streams, variables. Immutable; each {@code with} makes another. */
public final class Shell {
    private final Map<String, String> variables;
    private final byte[] input;
    private final Clock clock;
    private final boolean terminal;
    private final String hidden;

    private Shell(Map<String, String> variables, byte[] input, Clock clock, boolean terminal, String hidden) {
        this.variables = Map.copyOf(variables);
        this.input = input;
        this.clock = clock;
        this.terminal = terminal;
        this.hidden = hidden;
    }

    /** No terminal, a token, the address of the edge. */
    public static Shell at(EdgeServer edge) {
        return bare().with("SLIPWAY_ADDR", edge.url().toString()).with("SLIPWAY_TOKEN", "token-of-dora");
    }

    /** No terminal, no variables, Records' time. */
    public static Shell bare() {
        return new Shell(Map.of(), new byte[0], Records.CLOCK, false, null);
    }

    public Shell with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new Shell(more, input, clock, terminal, hidden);
    }

    public Shell without(String variable) {
        Map<String, String> less = new HashMap<>(variables);
        less.remove(variable);
        return new Shell(less, input, clock, terminal, hidden);
    }

    public Shell typing(String text) {
        return new Shell(variables, text.getBytes(UTF_8), clock, terminal, hidden);
    }

    public Shell onRealTime() {
        return new Shell(variables, input, Clock.systemUTC(), terminal, hidden);
    }

    /** A person in front of it who types {@code line} when asked for a hidden one. */
    public Shell onTerminal(String line) {
        return new Shell(variables, input, clock, true, line);
    }

    public Ended run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(out, words, () -> out.toString(UTF_8));
    }

    /** As {@link #run}, but nobody reads what it prints. */
    public Ended runUnread(String... words) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        return run(broken, words, () -> "");
    }

    private Ended run(OutputStream out, String[] words, Supplier<String> printed) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(
                new ByteArrayInputStream(input),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                terminal,
                prompt -> hidden == null ? null : hidden.toCharArray());
        int code = Main.run(words, streams, new Environment(variables, clock));
        return new Ended(code, printed.get(), err.toString(UTF_8));
    }
}
