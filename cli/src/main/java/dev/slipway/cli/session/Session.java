package dev.slipway.cli.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.text.Output;
import dev.slipway.client.ClientSettings;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.SlipwayException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call of the program: where it prints, whom it talks to. The connection is made when it is first needed. */
public final class Session implements AutoCloseable {
    /** Server of an installation on this machine. */
    public static final String DEFAULT_ADDRESS = "http://127.0.0.1:7400";

    private final Globals globals;
    private final Streams streams;
    private final Environment environment;
    private @Nullable SlipwayClient client;

    public Session(Globals globals, Streams streams, Environment environment) {
        this.globals = globals;
        this.streams = streams;
        this.environment = environment;
    }

    public SlipwayClient client() {
        SlipwayClient open = client;
        if (open == null) {
            open = SlipwayClient.create(settings());
            client = open;
        }
        return open;
    }

    /** Results. */
    public Output out() {
        return new Output(streams.out(), colourful());
    }

    /** Errors, and notes that are no result. */
    public Output err() {
        return new Output(streams.err(), colourful());
    }

    public InputStream in() {
        return streams.in();
    }

    /** Whether a person sits in front of it. */
    public boolean terminal() {
        return streams.terminal();
    }

    /** Whether records are wanted instead of text. */
    public boolean json() {
        return globals.json();
    }

    public Clock clock() {
        return environment.clock();
    }

    /**
     * A line a person types without seeing it.
     *
     * @throws CommandFailure when there is nobody to type
     */
    public byte[] hiddenLine(String prompt) {
        char[] typed = streams.hidden().apply(prompt);
        if (typed == null) {
            throw new CommandFailure(ExitCode.FAILED, "nothing was typed");
        }
        byte[] bytes = new String(typed).getBytes(UTF_8);
        Arrays.fill(typed, ' ');
        return bytes;
    }

    private boolean colourful() {
        return streams.terminal() && environment.variable("NO_COLOR").isEmpty();
    }

    private ClientSettings settings() {
        String address = Optional.ofNullable(globals.address())
                .or(() -> environment.variable("SLIPWAY_ADDR"))
                .orElse(DEFAULT_ADDRESS);
        Optional<String> authorities =
                Optional.ofNullable(globals.caFile()).or(() -> environment.variable("SLIPWAY_CA_FILE"));
        try {
            return ClientSettings.of(URI.create(address.strip()), new Tokens(globals.tokenCommand(), environment))
                    .trusting(authorities.map(Path::of).orElse(null));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "the server address '" + address + "' is not an address", e);
        } catch (SlipwayException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
