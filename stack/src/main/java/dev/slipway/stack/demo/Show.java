package dev.slipway.stack.demo;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.RunId;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.StepView;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Prints what a run does while it does it. */
final class Show {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final SlipwayClient client;
    private final PrintStream out;
    private final Map<String, String> shown = new HashMap<>();

    Show(SlipwayClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    void title(String letter, String text) {
        out.println();
        out.println("(" + letter + ") " + text);
    }

    void line(String text) {
        out.println("    " + text);
    }

    /** Follows a run, printing each change, until {@code enough} says so. */
    RunDetail until(RunId run, Predicate<RunDetail> enough) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            RunDetail detail = client.runs().get(run);
            detail.steps().forEach(step -> print(run, step));
            if (enough.test(detail)) {
                return detail;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(run.workflowId() + " did not get there within " + LONGEST.toMinutes()
                        + " min; it is " + detail.run().state().text());
            }
            pause();
        }
    }

    /** Follows a run to its end. */
    RunDetail untilEnd(RunId run) {
        return until(run, detail -> detail.run().state().isFinal());
    }

    /** Follows a run until a stage waits for approval or the run has ended. */
    Optional<ApprovalView> untilApproval(RunId run, String stage) {
        RunDetail detail = until(
                run,
                seen -> seen.run().state().isFinal()
                        || openApproval(seen, stage).isPresent());
        return openApproval(detail, stage);
    }

    static void pause() {
        try {
            NEVER.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Optional<ApprovalView> openApproval(RunDetail detail, String stage) {
        return detail.approvals().stream()
                .filter(approval -> approval.open() && approval.stage().equals(stage))
                .findFirst();
    }

    private void print(RunId run, StepView step) {
        String key = run.workflowId() + step.generation() + step.stage() + step.step() + step.item();
        String text = step.state().text() + step.detail().path("text").asText("");
        if (step.state() == StepState.PENDING || text.equals(shown.put(key, text))) {
            return;
        }
        String stage = step.stage().equals("-") ? "" : step.stage();
        String name = step.item().equals("-") ? step.step() : step.step() + " " + step.item();
        String why = step.errorMessage() != null
                ? step.errorCode() + ": " + step.errorMessage()
                : step.detail().path("text").asText("");
        out.printf("    %-11s %-22s %-10s %s%n", stage, name, mark(step.state()), why);
    }

    private static String mark(StepState state) {
        return switch (state) {
            case SUCCEEDED -> "done";
            case FAILED -> "FAILED";
            case SKIPPED -> "skipped";
            case WAITING -> "waiting";
            case CANCELLED -> "cancelled";
            case RUNNING -> "...";
            case PENDING, QUEUED -> state.text();
        };
    }
}
