package dev.slipway.cli.show;

import dev.slipway.cli.text.Cell;
import dev.slipway.cli.text.Colour;
import dev.slipway.cli.text.Output;
import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.AllocationView;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.JobView;
import java.time.Instant;
import java.util.List;

/** One job, everything about it. */
public final class JobText {
    private JobText() {}

    public static void print(Output output, JobDetail detail, Instant now) {
        JobView job = detail.job();
        output.cells(
                new Cell(job.key() + "  ", Colour.STRONG),
                Cell.of(job.type() + ", " + (job.stopped() ? "stopped" : "version " + job.desiredVersion()) + ", "
                        + job.running() + " running, " + job.healthy() + " healthy"));
        section(output, "versions", versions(detail, now));
        section(output, "deployments", DeploymentText.table(detail.deployments(), now));
        section(output, "allocations", allocations(detail.allocations(), now));
    }

    private static Table versions(JobDetail detail, Instant now) {
        Table table = Table.of("VERSION", "CREATED", "BY", "DIGEST", "");
        detail.versions()
                .forEach(one -> table.row(
                        one.version(),
                        Spans.ago(one.createdAt(), now),
                        one.createdBy(),
                        one.digest(),
                        one.version() == detail.job().stableVersion() ? "stable" : ""));
        return table;
    }

    private static Table allocations(List<AllocationView> allocations, Instant now) {
        Table table = Table.of("ALLOCATION", "GROUP", "VERSION", "DESIRED", "STATE", "HEALTHY", "NODE", "CREATED");
        allocations.forEach(one -> table.row(
                one.id(),
                one.group() + "/" + one.index(),
                one.version(),
                one.desired().text(),
                States.cell(one.clientState().text()),
                AllocationText.healthy(one),
                one.nodeId(),
                Spans.ago(one.createdAt(), now)));
        return table;
    }

    private static void section(Output output, String title, Table table) {
        if (!table.isEmpty()) {
            output.blank();
            output.cells(new Cell(title, Colour.STRONG));
            output.table(table);
        }
    }
}
