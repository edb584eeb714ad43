package dev.slipway.cli.show;

import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StepView;
import java.time.Instant;
import java.util.List;

/** One run, everything about it. */
public final class RunText {
    private static final int LABEL = 12;
    private final Output output;
    private final Instant now;

    public RunText(Output output, Instant now) {
        this.output = output;
        this.now = now;
    }

    public void print(RunDetail detail) {
        head(detail.run());
        section("steps", steps(detail.steps()));
        DecisionText.print(output, detail.decisions());
        detail.approvals().forEach(approval -> approval(detail.run(), approval));
        section("artifacts", artifacts(detail));
        section("deployments", DeploymentText.table(detail.deployments(), now));
        section("actions", actions(detail));
    }

    /** State, commit, who and when. */
    public void head(RunView run) {
        String dry = run.dryRun() ? "  (dry run)" : "";
        String again = run.generation() > 1 ? "  try " + run.generation() : "";
        output.cells(
                new Cell(ShortNames.run(run) + "  ", Colour.STRONG),
                States.cell(run.state().text()),
                Cell.of(again + dry + "  " + run.commitSubject()));
        fact("commit", run.commit() + " on " + ShortNames.ref(run.ref()));
        fact(
                "started by",
                run.principalName() + ", by " + run.trigger().text() + ", " + Spans.ago(run.createdAt(), now));
        if (run.startedAt() != null) {
            fact("took", Spans.between(run.startedAt(), run.finishedAt(), now));
        }
        if (run.waitingFor() != null) {
            fact("waits for", run.waitingFor());
        }
        if (run.failureMessage() != null) {
            output.cells(
                    label("failed"),
                    new Cell(run.failureMessage() + " ", Colour.BAD),
                    Cell.faint("[" + run.failureCode() + "]"));
        }
        if (run.temporalUrl() != null) {
            fact("temporal", run.temporalUrl());
        }
    }

    private void fact(String name, String value) {
        output.cells(label(name), Cell.of(value));
    }

    private static Cell label(String name) {
        return Cell.faint("  " + name + ":" + " ".repeat(Math.max(1, LABEL - name.length())));
    }

    private Table steps(List<StepView> all) {
        Table table = Table.of("STAGE", "STEP", "STATE", "TIME", "");
        for (StepView row : StepRows.latest(all)) {
            table.row(
                    row.stage(),
                    StepRows.name(row),
                    States.cell(row.state().text()),
                    Spans.between(row.startedAt(), row.finishedAt(), now),
                    StepRows.text(row));
        }
        return table;
    }

    private void approval(RunView run, ApprovalView approval) {
        output.blank();
        String given = approval.given().isEmpty() ? "" : " by " + String.join(", ", approval.given());
        output.cells(
                Cell.of("approval of " + approval.stage() + ": "),
                approval.open() ? new Cell("open", Colour.WAITS) : Cell.faint("closed"),
                Cell.of(", " + approval.given().size() + " of " + approval.required() + " given" + given));
        output.line("  bound to " + approval.digest());
        if (approval.open()) {
            output.line("  " + Commands.approve(run, approval));
        }
    }

    private static Table artifacts(RunDetail detail) {
        Table table = Table.of("NAME", "ORIGIN", "SIZE", "DIGEST", "URI");
        detail.artifacts()
                .forEach(one -> table.row(one.name(), one.origin(), Sizes.text(one.size()), one.digest(), one.uri()));
        return table;
    }

    private Table actions(RunDetail detail) {
        Table table = Table.of("ACTION", "STAGE", "BY", "WHEN", "REASON");
        detail.actions()
                .forEach(one -> table.row(
                        one.kind(), one.stage(), one.principalName(), Spans.ago(one.createdAt(), now), one.reason()));
        return table;
    }

    private void section(String title, Table table) {
        if (!table.isEmpty()) {
            output.blank();
            output.cells(new Cell(title, Colour.STRONG));
            output.table(table);
        }
    }
}
