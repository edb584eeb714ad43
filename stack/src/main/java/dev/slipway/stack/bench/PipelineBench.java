package dev.slipway.stack.bench;

import dev.slipway.client.SlipwayClient;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** W1: whole runs without tasks through all eight steps, one and many in flight, beside the same server's empty workflows. */
final class PipelineBench {
    private static final Duration LONGEST_BLOCK = Duration.ofSeconds(12);
    private static final Duration LONGEST_EMPTY_BLOCK = Duration.ofSeconds(3);
    private static final Block WARM_UP = new Block(10_000, Duration.ofSeconds(10));
    private static final int WARM_UP_STRETCHES = 8;
    private static final int WARM_UP_IN_FLIGHT = 16;
    private static final int WARM_UP_TOKENS = 600;

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
                    new Workload(Levels.MOST, "").prepare(stack.installation().data("bench"), operator);
            List<LevelResult> empty = empty();
            try (FinishedRuns finished = new FinishedRuns(operator, 0)) {
                Load load = new Load(ci, finished, repository);
                ServerResult result = pipelines(
                        server, empty, slot -> load.run(Workload.slot(slot)).millis());
                stack.hold(options.hold(), out);
                return result;
            }
        }
    }

    private ServerResult pipelines(String server, List<LevelResult> empty, ClosedLoop.Work work) {
        Levels levels = new Levels(stack.installation(), out, options.runs());
        tokens.refill(WARM_UP_TOKENS);
        List<Double> warmUp = levels.warmUp(WARM_UP_IN_FLIGHT, WARM_UP, WARM_UP_STRETCHES, work);
        List<LevelResult> results = new ArrayList<>();
        for (int inFlight : Levels.IN_FLIGHT) {
            tokens.refill(levels.most(inFlight));
            results.add(levels.measure("pipeline", inFlight, LONGEST_BLOCK, work));
        }
        return new ServerResult(server, stack.startUp().toMillis(), warmUp, empty, results.reversed());
    }

    private List<LevelResult> empty() {
        Levels levels = new Levels(stack.installation(), out, options.runs() * 2);
        try (EmptyWorkflows workflows = new EmptyWorkflows(stack.installation())) {
            List<LevelResult> results = new ArrayList<>();
            for (int inFlight : Levels.IN_FLIGHT) {
                results.add(levels.measure("empty workflow", inFlight, LONGEST_EMPTY_BLOCK, slot -> workflows.run()));
            }
            return results.reversed();
        }
    }
}
