package dev.slipway.cli.run;

import dev.slipway.cli.session.Session;
import dev.slipway.model.RunId;
import dev.slipway.model.api.ActionView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "reject", description = "Refuse what a stage would do; the run fails.")
final class RunReject extends Decide {
    RunReject(Session session) {
        super(session);
    }

    @Override
    ActionView send(Session session, RunId of, String waiting, String target, @Nullable String why) {
        return session.client().runs().reject(of, waiting, target, why);
    }
}
