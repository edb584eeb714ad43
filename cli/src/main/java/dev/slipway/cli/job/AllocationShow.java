package dev.slipway.cli.job;

import dev.slipway.cli.session.ExitCode;
import dev.slipway.cli.session.Session;
import dev.slipway.cli.session.Verb;
import dev.slipway.cli.show.AllocationText;
import dev.slipway.model.api.AllocationView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show an allocation: tasks, addresses, what happened to them.")
final class AllocationShow extends Verb {
    @Parameters(paramLabel = "<id>", description = "Id of the allocation.")
    private String id = "";

    AllocationShow(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run(Session session) {
        AllocationView allocation = session.client().jobs().allocation(id);
        if (session.json()) {
            session.out().json(allocation);
        } else {
            AllocationText.print(session.out(), allocation, session.clock().instant());
        }
        return ExitCode.OK;
    }
}
