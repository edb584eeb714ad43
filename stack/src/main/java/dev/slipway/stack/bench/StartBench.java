package dev.slipway.stack.bench;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.IdempotencyKey;
import dev.slipway.model.JobKey;
import dev.slipway.model.RunId;
import dev.slipway.model.StepName;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.StepView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Starts one exec task after the other and asks each when its first instruction was. */
final class StartBench {
    private static final String TASK = "first";
    private static final String TASKS =
            """
              tasks:
                - {name: %s, driver: exec, config: {command: %s, args: ["%s"]}, resources: {cpu: 100, memory: 32MiB}}
            """.formatted(TASK, ClockStamp.PROGRAM.getFirst(), ClockStamp.PROGRAM.getLast());
    private static final int WARM_UP = 40;

    private final BenchStack stack;
    private final BenchOptions options;
    private final PrintStream out;
    private final TokenStock tokens;

    StartBench(BenchStack stack, BenchOptions options, PrintStream out) {
        this.stack = stack;
        this.options = options;
        this.out = out;
        this.tokens = new TokenStock(stack.installation());
    }

    /** @param server what Temporal server it is, for the report */
    StartResult measure(String server) {
        out.println(
                "measuring starts on " + server + ", up in " + stack.startUp().toMillis() + " ms");
        try (SlipwayClient operator = stack.client(tokens::operator);
                SlipwayClient ci = stack.client(tokens::take)) {
            BenchRepository repository =
                    new Workload(1, TASKS).prepare(stack.installation().data("bench"), operator);
            try (FinishedRuns finished = new FinishedRuns(operator, 0)) {
                Load load = new Load(ci, finished, repository);
                tokens.refill(WARM_UP + options.runs());
                runs(load, WARM_UP);
                BareBubblewrap.run(ClockStamp.PROGRAM, WARM_UP);
                Meter meter = Meter.start(stack.installation());
                List<Sample> samples = runs(load, options.runs());
                LoadResult result =
                        meter.stop(samples.stream().map(Sample::millis).toList());
                List<Double> bare = BareBubblewrap.run(ClockStamp.PROGRAM, options.runs());
                List<FirstInstruction> starts = new ArrayList<>();
                samples.forEach(sample -> starts.add(look(operator, sample)));
                stack.hold(options.hold(), out);
                return StartResult.of(server, stack.startUp().toMillis(), starts, bare, result);
            }
        }
    }

    private static List<Sample> runs(Load load, int count) {
        List<Sample> samples = new ArrayList<>();
        try {
            for (int number = 0; number < count; number++) {
                samples.add(load.run(Workload.slot(0)));
            }
            return samples;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the end of a run was not heard of", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static FirstInstruction look(SlipwayClient client, Sample sample) {
        RunId run = RunId.ofWorkflowId(sample.run());
        Instant begun = client.runs().get(run).steps().stream()
                .filter(step ->
                        step.step().equals(StepName.TASKS.text()) && step.item().equals(TASK))
                .map(StepView::startedAt)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(sample.run() + " tells of no task"));
        return new FirstInstruction(
                sample.askedAt(), sample.acceptedAt(), begun, placed(client, sample.run()), instruction(client, run));
    }

    private static Instant placed(SlipwayClient client, String run) {
        String key = new IdempotencyKey(run, 1, null, StepName.TASKS, TASK).value();
        JobKey job = new JobKey(Workload.PROJECT, "build", "local", "t-" + IdempotencyKey.shortHash(key));
        return client.jobs().get(job).allocations().stream()
                .map(AllocationView::createdAt)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(run + " has no allocation for its task"));
    }

    private static Instant instruction(SlipwayClient client, RunId run) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            client.logs().followTask(run, TASK, "stdout", 0, printed);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + run.workflowId(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return ClockStamp.read(printed.toString(StandardCharsets.UTF_8));
    }
}
