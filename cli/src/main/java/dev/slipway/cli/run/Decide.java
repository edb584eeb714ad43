package dev.slipway.cli.run;

import dev.slipway.cli.session.CommandFailure;
import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.ActionText;
import dev.slipway.cli.show.ShortNames;
import dev.slipway.model.Digest;
import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionView;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.RunDetail;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What approve and reject share: both are bound to the digest of everything that would be done. */
abstract class Decide extends Verb {
    @Parameters(paramLabel = "<run>", description = "<project>/<pipeline>/<number>")
    private @Nullable RunId run;

    @Option(names = "--stage", required = true, paramLabel = "<stage>", description = "Stage that waits.")
    private String stage = "";

    @Option(
            names = "--digest",
            paramLabel = "<digest>",
            description = "Digest the run shows; the one that is open now when not given.")
    private @Nullable Digest digest;

    @Option(names = "--reason", paramLabel = "<text>", description = "Kept with the decision.")
    private @Nullable String reason;

    Decide(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        RunId of = required(run);
        String target = digest == null ? open(session, of) : digest.value();
        ActionText.print(session, send(session, of, stage, target, reason));
        return ExitCode.OK;
    }

    abstract ActionView send(Session session, RunId of, String waiting, String target, @Nullable String why);

    private String open(Session session, RunId of) {
        RunDetail detail = session.client().runs().get(of);
        List<ApprovalView> open =
                detail.approvals().stream().filter(ApprovalView::open).toList();
        return open.stream()
                .filter(approval -> approval.stage().equals(stage))
                .map(ApprovalView::digest)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.FAILED, nothingOpen(detail, open)));
    }

    private String nothingOpen(RunDetail detail, List<ApprovalView> open) {
        String others = String.join(", ", open.stream().map(ApprovalView::stage).toList());
        return "stage " + stage + " of " + ShortNames.run(detail.run()) + " waits for no approval"
                + (others.isEmpty() ? ", nor does any other" : "; open: " + others);
    }
}
