package dev.slipway.cli.show;

import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.RunView;

/** Commands to go on with, ready to be copied. */
public final class Commands {
    private Commands() {}

    /** Approves exactly what is shown: another digest would be refused. */
    public static String approve(RunView run, ApprovalView approval) {
        return "slipway run approve " + ShortNames.run(run) + " --stage " + approval.stage() + " --digest "
                + approval.digest();
    }
}
