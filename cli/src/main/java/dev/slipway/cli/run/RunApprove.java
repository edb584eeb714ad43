package dev.slipway.cli.run;

import dev.slipway.cli.session.Session;
import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "approve", description = "Approve what a stage would do.")
final class RunApprove extends Decide {
    RunApprove(Session session) {
        super(session);
    }

    @Override
    ActionView send(Session session, RunId of, String waiting, String target, @Nullable String why) {
        return session.client().runs().approve(of, waiting, target, why);
    }
}
