package dev.slipway.test.stack;

import dev.slipway.client.ClientSettings;
import dev.slipway.client.SlipwayClient;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Ports;
import dev.slipway.stack.Processes;
import dev.slipway.stack.Supervisor;
import dev.slipway.stack.dev.CleanUp;
import dev.slipway.stack.idp.DemoTokens;
import dev.slipway.stack.parts.EmbeddedParts;
import dev.slipway.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The embedded form under test. Most tests share one, because it takes seconds to start. */
public final class RunningStack implements AutoCloseable {
    private static final int FIRST_PORT = Integer.getInteger("slipway.test.ports", 21_000);
    private static final int BLOCKS = 400;
    private static final int BLOCK = 20;

    private final Installation installation;
    private final Launch launch;
    private final List<Part> parts;
    private final Supervisor supervisor;
    private final DemoTokens tokens;

    private RunningStack(Function<EmbeddedParts, List<Part>> parts) {
        Path root = Path.of(System.getProperty("slipway.root"));
        this.installation = new Installation(folder(), new Ports(freeBlock()));
        // Given when another build may change the jars while the stack runs from them.
        Path library = Path.of(System.getProperty(
                "slipway.library", root.resolve("stack/target/lib").toString()));
        this.launch = new Launch(Path.of(System.getProperty("java.home")), library, cache(), root);
        installation.prepare();
        this.parts = parts.apply(new EmbeddedParts(installation, launch));
        this.supervisor = new Supervisor(installation, this.parts);
        awaitReady();
        this.tokens = new DemoTokens(installation);
    }

    /** A stack that does not come up leaves nothing running; its logs stay. */
    private void awaitReady() {
        try {
            supervisor.awaitReady();
        } catch (CompletionException e) {
            supervisor.close();
            throw e;
        }
    }

    /** Starts a stack that the caller closes. */
    public static RunningStack start() {
        return new RunningStack(EmbeddedParts::all);
    }

    /** The same with API, worker and agent in one process, called {@code slipway}. */
    public static RunningStack startWithRolesTogether() {
        return new RunningStack(EmbeddedParts::allWithRolesTogether);
    }

    /** The stack all tests of this Java process share; it ends with the process. */
    public static RunningStack shared() {
        return Shared.STACK;
    }

    public Installation installation() {
        return installation;
    }

    public Launch launch() {
        return launch;
    }

    /** A client that speaks for somebody, with a fresh token for each call. */
    public SlipwayClient as(String person) {
        return SlipwayClient.create(
                ClientSettings.of(URI.create(installation.apiUrl()), () -> Optional.of(tokens.token(person))));
    }

    public String token(String person) {
        return tokens.token(person);
    }

    /** The database as the owner of the schema; the caller closes it. */
    public Database database() {
        String password = installation.secrets().read(installation.secrets().token("postgres-owner"));
        return Database.open(installation.databaseUrl(), "slipway_owner", password, 4);
    }

    /** The living process of a part. */
    public ProcessHandle process(String part) {
        return find(part).orElseThrow(() -> new AssertionError("part " + part + " does not run"));
    }

    /** The process of a part, empty while it is dead. */
    public Optional<ProcessHandle> find(String part) {
        return Processes.find(Supervisor.pidFile(installation, part));
    }

    /** What the supervisor keeps running, by name. */
    public Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part " + name));
    }

    /** Sends a signal to a part. */
    public void signal(String part, String signal) {
        Processes.signal(process(part), signal);
    }

    /** Waits until a condition holds, at most {@code seconds}. */
    public static void await(String what, int seconds, BooleanSupplier condition) {
        await(what, seconds, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is something, at most {@code seconds}. */
    public static <T> T await(String what, int seconds, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
        }
        throw new AssertionError(
                what + " did not happen within " + seconds + " s; logs are in the installation's folder");
    }

    @Override
    public void close() {
        supervisor.close();
        new CleanUp(installation, launch).run();
        delete(installation.root());
    }

    private static Path cache() {
        String base = System.getenv("XDG_CACHE_HOME");
        return (base == null || base.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(base))
                .resolve("slipway");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("slipway-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeBlock() {
        for (int base = FIRST_PORT; base < FIRST_PORT + BLOCKS * BLOCK; base += BLOCK) {
            if (new Ports(base).taken().isEmpty()) {
                return base;
            }
        }
        throw new IllegalStateException("no block of free ports");
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }

    /** Made at first use. */
    private static final class Shared {
        static final RunningStack STACK = make();

        private static RunningStack make() {
            RunningStack stack = RunningStack.start();
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            return stack;
        }
    }
}
