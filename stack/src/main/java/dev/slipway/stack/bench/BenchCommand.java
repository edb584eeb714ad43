package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Ports;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ./slipway bench}: measures a whole installation of its own beside whatever else is up. */
public final class BenchCommand {
    private static final int USAGE = 2;

    private final Installation installation;
    private final Launch launch;
    private final PrintStream out;

    public BenchCommand(Installation installation, Launch launch, PrintStream out) {
        this.installation = installation;
        this.launch = launch;
        this.out = out;
    }

    /** Returns the exit code. */
    public int run(List<String> words) {
        if (words.contains("--help")) {
            out.println(BenchOptions.USAGE);
            return 0;
        }
        Optional<BenchOptions> options = BenchOptions.parse(words);
        if (options.isEmpty()) {
            out.println(BenchOptions.USAGE);
            return USAGE;
        }
        return run(options.get());
    }

    private int run(BenchOptions options) {
        Report report = Report.begin();
        for (TemporalServer server : options.servers()) {
            try (BenchStack stack = BenchStack.start(own(server), launch, server, options.rolesTogether())) {
                switch (options.subject()) {
                    case PIPELINES ->
                        report.add(new PipelineBench(stack, options, out).measure(title(server, options)));
                    case START -> report.add(new StartBench(stack, options, out).measure(title(server, options)));
                    case AUDIT -> report.add(new AuditBench(stack, options, out).measure());
                }
            }
        }
        Path file = report.write(installation.root().resolve("bench"), fileName(options.subject()));
        report.print(out);
        out.println("all of it as JSON: " + file);
        return 0;
    }

    private static String title(TemporalServer server, BenchOptions options) {
        return options.rolesTogether() ? server.title() + ", roles in one process" : server.title();
    }

    private static String fileName(BenchOptions.Subject subject) {
        return switch (subject) {
            case PIPELINES -> "results.json";
            case START -> "start.json";
            case AUDIT -> "audit.json";
        };
    }

    /** An installation of its own, on the block of ports behind that of the checkout. */
    private Installation own(TemporalServer server) {
        int base = installation.ports().base() + installation.ports().all().size();
        String name = server.name().toLowerCase(Locale.ROOT);
        return new Installation(installation.root().resolve("bench").resolve(name), new Ports(base));
    }
}
