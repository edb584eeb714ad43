package dev.slipway.cli.show;

import dev.slipway.cli.text.Spans;
import dev.slipway.cli.text.Table;
import dev.slipway.model.api.DeploymentView;
import java.time.Instant;
import java.util.List;

/** Rollouts. */
public final class DeploymentText {
    private DeploymentText() {}

    public static Table table(List<DeploymentView> deployments, Instant now) {
        Table table = Table.of("JOB", "NUMBER", "VERSION", "STATE", "HEALTHY", "TIME", "");
        for (DeploymentView one : deployments) {
            table.row(
                    one.jobKey(),
                    one.number(),
                    one.version(),
                    States.cell(one.state().text()),
                    healthy(one),
                    Spans.between(one.createdAt(), one.finishedAt(), now),
                    text(one));
        }
        return table;
    }

    /** {@code 2 of 3}. */
    public static String healthy(DeploymentView one) {
        return one.healthy() + " of " + one.desiredTotal();
    }

    private static String text(DeploymentView one) {
        String reverted = one.revertedTo() == null ? "" : "back on version " + one.revertedTo();
        String gap = reverted.isEmpty() || one.description().isEmpty() ? "" : ", ";
        return one.description() + gap + reverted;
    }
}
