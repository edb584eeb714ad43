package dev.slipway.stack.bench;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Ports;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
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
        Optional<BenchOptions> options = BenchOptions.parse(words);
        if (options.isEmpty()) {
            out.println(BenchOptions.USAGE);
            return USAGE;
        }
        return run(options.get());
    }

    private int run(BenchOptions options) {
        Report report = Report.begin();
        try (BenchStack stack = BenchStack.start(own("embedded"), launch)) {
            PipelineBench bench = new PipelineBench(stack, options, out);
            report.add(bench.measure("embedded Temporal (SQLite file)"));
        }
        Path file = report.write(installation.root().resolve("bench"));
        report.print(out);
        out.println("all of it as JSON: " + file);
        return 0;
    }

    /** An installation of its own, on the block of ports behind that of the checkout. */
    private Installation own(String name) {
        int base = installation.ports().base() + installation.ports().all().size();
        return new Installation(installation.root().resolve("bench").resolve(name), new Ports(base));
    }
}
