package dev.slipway.activities;

import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.SourceActivities;

/** Beats while a repository is asked. */
final class SourceActivitiesImplementation implements SourceActivities {
    private final CommitStep commits;

    SourceActivitiesImplementation(CommitStep commits) {
        this.commits = commits;
    }

    @Override
    public CommitResult commit(RunRef run, String ref, String commit) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> commits.fetch(run, ref, commit)));
    }
}
