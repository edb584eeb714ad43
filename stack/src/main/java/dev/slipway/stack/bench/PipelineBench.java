package dev.slipway.stack.bench;

import dev.slipway.client.SlipwayClient;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** W1: whole runs without tasks through all eight steps, one and many in flight, beside the same server's empty workflows. */
final class PipelineBench {
    private static final List<Integer> IN_FLIGHT = List.of(1, 16, 64);
    private static final int MOST = 64;

    private final BenchStack stack;
    private final BenchOptions options;
    private final PrintStream out;
    private final TokenStock tokens;

    PipelineBench(BenchStack stack, BenchOptions options, PrintStream out) {
        this.stack = stack;
        this.options = options;
        this.out = out;
        this.tokens = new TokenStock(stack.installation());
    }

    /** @param server what Temporal server it is, for the report */
    ServerResult measure(String server) {
        out.println("measuring on " + server + ", up in " + stack.startUp().toMillis() + " ms");
        try (SlipwayClient operator = stack.client(tokens::operator);
                SlipwayClient ci = stack.client(tokens::take)) {
            BenchRepository repository =
                    new Workload(MOST, "").prepare(stack.installation().data("bench"), operator);
            List<LoadResult> empty = empty();
            List<LoadResult> loads = new ArrayList<>();
            try (FinishedRuns finished = new FinishedRuns(operator, 0)) {
                Load load = new Load(ci, finished, repository);
                warmUp(load);
                for (int inFlight : IN_FLIGHT) {
                    loads.add(one(load, inFlight, count(inFlight)));
                }
                stack.hold(options.hold(), out);
            }
            return new ServerResult(server, stack.startUp().toMillis(), empty, loads);
        }
    }

    private int count(int inFlight) {
        return switch (inFlight) {
            case 1 -> options.runs();
            case 16 -> options.runs() * 2;
            default -> options.runs() * 4;
        };
    }

    /** Every slot once, so that no measured run is the first of its job, and enough for the compilers. */
    private void warmUp(Load load) {
        int runs = Math.max(MOST, options.runs());
        tokens.refill(runs);
        load.run(8, runs);
    }

    private List<LoadResult> empty() {
        try (EmptyWorkflows workflows = new EmptyWorkflows(stack.installation())) {
            workflows.run(MOST, count(MOST));
            List<LoadResult> results = new ArrayList<>();
            for (int inFlight : IN_FLIGHT) {
                Meter meter = Meter.start(stack.installation());
                List<Double> millis = workflows.run(inFlight, count(inFlight) * 2);
                results.add(meter.stop("empty workflow", inFlight, millis));
            }
            return results;
        }
    }

    private LoadResult one(Load load, int inFlight, int runs) {
        tokens.refill(runs);
        Meter meter = Meter.start(stack.installation());
        List<Sample> samples = load.run(inFlight, runs);
        LoadResult result = meter.stop(
                "pipeline", inFlight, samples.stream().map(Sample::millis).toList());
        out.println(result.line());
        return result;
    }
}
