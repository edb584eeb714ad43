package dev.slipway.stack.bench;

import dev.slipway.client.ClientSettings;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Ports;
import dev.slipway.stack.Processes;
import dev.slipway.stack.Supervisor;
import dev.slipway.stack.dev.CleanUp;
import dev.slipway.stack.dev.DevCommand;
import dev.slipway.stack.parts.EmbeddedParts;
import dev.slipway.stack.parts.TemporalServerPart;
import dev.slipway.stack.parts.TemporalServerPorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An installation of its own for one measurement: empty at the start, gone with its processes at the end. */
final class BenchStack implements AutoCloseable {
    private final Installation installation;
    private final Launch launch;
    private final Supervisor supervisor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Duration startUp = Duration.ZERO;

    private BenchStack(Installation installation, Launch launch, Supervisor supervisor) {
        this.installation = installation;
        this.launch = launch;
        this.supervisor = supervisor;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts it and waits until every part is ready.
     *
     * @param rolesTogether whether the roles share one Java process
     */
    static BenchStack start(Installation installation, Launch launch, TemporalServer server, boolean rolesTogether) {
        new DevCommand(installation, launch, silent()).run(List.of("reset"));
        installation.prepare();
        requireFree(installation, server);
        Processes.record(Supervisor.pidFile(installation, "supervisor"), ProcessHandle.current());
        long begin = System.nanoTime();
        Supervisor supervisor = new Supervisor(installation, parts(installation, launch, server, rolesTogether));
        BenchStack stack = new BenchStack(installation, launch, supervisor);
        try {
            supervisor.awaitReady();
        } catch (RuntimeException e) {
            stack.close();
            throw new IllegalStateException("the stack did not start, see " + installation.logs(), e);
        }
        stack.startUp = Duration.ofNanos(System.nanoTime() - begin);
        return stack;
    }

    Installation installation() {
        return installation;
    }

    /** From nothing to every part ready. */
    Duration startUp() {
        return startUp;
    }

    /** A client that sends a token of {@code tokens} with each call. */
    SlipwayClient client(Supplier<String> tokens) {
        return SlipwayClient.create(
                ClientSettings.of(URI.create(installation.apiUrl()), () -> Optional.of(tokens.get())));
    }

    /** Keeps everything up until a line is read, when that is wanted. */
    void hold(boolean wanted, PrintStream out) {
        if (wanted) {
            out.println("the stack stays up; press enter to end it");
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            supervisor.close();
            new CleanUp(installation, launch).run();
            Supervisor.pidFile(installation, "supervisor").toFile().delete();
        }
    }

    /** Nobody looks at pages of the Temporal UI while it is measured. */
    private static List<Part> parts(
            Installation installation, Launch launch, TemporalServer server, boolean rolesTogether) {
        EmbeddedParts embedded = new EmbeddedParts(installation, launch);
        List<Part> all = rolesTogether ? embedded.allWithRolesTogether() : embedded.all();
        Stream<Part> parts = all.stream().filter(part -> !part.name().equals("temporal-ui"));
        return switch (server) {
            case EMBEDDED -> parts.toList();
            case POSTGRESQL -> {
                Part temporal = TemporalServerPart.part(installation, launch);
                yield parts.map(part -> part.name().equals(temporal.name()) ? temporal : part)
                        .toList();
            }
        };
    }

    private static void requireFree(Installation installation, TemporalServer server) {
        Map<String, Integer> wanted = new LinkedHashMap<>(installation.ports().all());
        if (server == TemporalServer.POSTGRESQL) {
            wanted.putAll(TemporalServerPorts.of(installation.ports()).all());
        }
        Map<String, Integer> taken = Ports.taken(wanted);
        if (!taken.isEmpty()) {
            throw new IllegalStateException(
                    "ports the benchmark needs are taken: " + taken + "; set SLIPWAY_PORT_BASE to a free block");
        }
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
