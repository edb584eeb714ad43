package dev.slipway.cli.run;

import dev.slipway.cli.show.Commands;
import dev.slipway.cli.show.DeploymentText;
import dev.slipway.cli.show.RunText;
import dev.slipway.cli.show.ShortNames;
import dev.slipway.cli.show.States;
import dev.slipway.cli.show.StepRows;
import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.cli.text.Spans;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.DeploymentView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.StepView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One line for each change, with the time since the run was asked for. */
final class LineProgress implements Progress {
    private static final int TIME = 7;
    private static final int PLACE = 28;
    private static final int STATE = 10;

    private final Output output;
    private final Clock clock;
    private final Map<String, String> shown = new HashMap<>();

    LineProgress(Output output, Clock clock) {
        this.output = output;
        this.clock = clock;
    }

    @Override
    public void show(RunDetail detail) {
        if (changed("head", detail.run().generation() + "")) {
            new RunText(output, clock.instant()).head(detail.run());
        }
        StepRows.latest(detail.steps()).forEach(step -> step(detail, step));
        detail.deployments().forEach(deployment -> deployment(detail, deployment));
        detail.approvals().forEach(approval -> approval(detail, approval));
        if (detail.run().state().isFinal() && changed("end", detail.run().generation() + "")) {
            end(detail);
        }
    }

    private void step(RunDetail detail, StepView step) {
        String text = StepRows.text(step);
        String place = (step.stage().equals("-") ? "" : step.stage() + " ") + StepRows.name(step);
        if (switch (step.state()) {
            case PENDING -> false;
            case QUEUED, RUNNING, WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED ->
                changed("step " + place, step.generation() + " " + step.state() + " " + text);
        }) {
            line(since(detail, moment(step)), place, step.state().text(), text);
        }
    }

    private void deployment(RunDetail detail, DeploymentView one) {
        String text = "version " + one.version() + ", " + DeploymentText.healthy(one) + " healthy";
        String more = one.description().isEmpty() ? "" : ", " + one.description();
        if (changed("deployment " + one.workflowId(), one.state() + text + more)) {
            String[] job = one.jobKey().split("/", -1);
            String place = job.length == 4 ? job[1] + " job " + job[3] : one.jobKey();
            line(since(detail, one.finishedAt()), place, one.state().text(), text + more);
        }
    }

    private void approval(RunDetail detail, ApprovalView approval) {
        String given = approval.given().size() + " of " + approval.required() + " given";
        if (approval.open() && changed("approval " + approval.stage(), approval.digest() + given)) {
            line(since(detail, null), approval.stage() + " approval", "waiting", given);
            output.line("        " + Commands.approve(detail.run(), approval));
        }
    }

    private void end(RunDetail detail) {
        String took = Spans.between(detail.run().createdAt(), detail.run().finishedAt(), clock.instant());
        String why = Optional.ofNullable(detail.run().failureMessage())
                .map(message -> ": " + message + " [" + detail.run().failureCode() + "]")
                .orElse("");
        output.cells(
                Cell.of(ShortNames.run(detail.run()) + " "),
                States.cell(detail.run().state().text()),
                Cell.of(" after " + took + why));
    }

    /** When it came into its state, as far as the row tells; a wait may have begun long after the step. */
    private static @Nullable Instant moment(StepView step) {
        return switch (step.state()) {
            case SUCCEEDED, FAILED, CANCELLED, SKIPPED -> step.finishedAt();
            case RUNNING -> step.startedAt();
            case PENDING, QUEUED, WAITING -> null;
        };
    }

    /** From the start of the run to then, or to now when that is not known. */
    private String since(RunDetail detail, @Nullable Instant then) {
        Instant end = then == null ? clock.instant() : then;
        return Spans.text(Duration.between(detail.run().createdAt(), end));
    }

    private void line(String time, String place, String state, String text) {
        output.cells(
                new Cell(" ".repeat(Math.max(0, TIME - time.length())) + time + " ", Colour.FAINT),
                padded(place, PLACE),
                States.cell(state),
                Cell.of(" ".repeat(Math.max(1, STATE - state.length())) + text));
    }

    private static Cell padded(String text, int width) {
        return Cell.of(text + " ".repeat(Math.max(1, width - text.length())));
    }

    private boolean changed(String what, String now) {
        return !now.equals(shown.put(what, now));
    }
}
