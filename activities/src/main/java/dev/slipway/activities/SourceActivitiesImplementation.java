package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.GuardCheck;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.spi.SourceRepository;
import dev.slipway.model.spi.SourceRepository.Tree;
import dev.slipway.store.Database;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunArtifacts;
import dev.slipway.store.run.RunRow;
import dev.slipway.store.run.Runs;
import dev.slipway.store.run.StepResults;
import dev.slipway.workflows.api.CommitResult;
import dev.slipway.workflows.api.RunRef;
import dev.slipway.workflows.api.SourceActivities;
import java.util.ArrayList;
import java.util.List;

/** Step 1: the pinned commit becomes a stored tree, its pipeline and job files are read and held against the guards. */
final class SourceActivitiesImplementation implements SourceActivities {
    private final Database database;
    private final SourceRepository source;
    private final Definitions definitions;
    private final CommitStatusPost statuses;

    SourceActivitiesImplementation(
            Database database, SourceRepository source, Definitions definitions, CommitStatusPost statuses) {
        this.database = database;
        this.source = source;
        this.definitions = definitions;
        this.statuses = statuses;
    }

    @Override
    public CommitResult commit(RunRef run, String ref, String commit) {
        return Failures.mapped(() -> Beating.whileRunning(progress -> pinned(run, ref, commit)));
    }

    private CommitResult pinned(RunRef run, String ref, String commit) throws InterruptedException {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        PipelineRegistration registration = definitions.registration(row);
        if (!registration.spec().protects(ref)) {
            throw new SlipwayException(
                    ErrorCode.REF_NOT_PROTECTED,
                    "pipeline " + run.pipeline() + " takes commits from "
                            + registration.spec().protectedRefs() + ", not from " + ref);
        }
        Tree tree = source.fetch(registration.spec().repository(), commit, ref);
        Definition definition = definitions.load(row, tree.tree());
        checkJobs(definition, tree.tree());
        CommitResult result =
                new CommitResult(tree.commit(), tree.tree().value(), tree.subject(), PlanOf.definition(definition));
        store(run, row, tree, definition, result);
        return result;
    }

    /** Every problem of every job file at once, each with the file's name. */
    private void checkJobs(Definition definition, Digest tree) {
        List<Problem> problems = new ArrayList<>();
        for (EffectiveStage stage : definition.stages()) {
            for (String path : PlanOf.jobFiles(stage)) {
                checkJob(stage, tree, path, problems);
            }
        }
        if (!problems.isEmpty()) {
            boolean weakened =
                    problems.stream().anyMatch(problem -> problem.message().contains("(floor "));
            throw new SlipwayException(
                    weakened ? ErrorCode.GUARD_WEAKENED : ErrorCode.PIPELINE_INVALID,
                    problems.getFirst().message(),
                    problems);
        }
    }

    private void checkJob(EffectiveStage stage, Digest tree, String path, List<Problem> problems) {
        Parsed<JobFile> parsed = definitions.parsedJob(tree, path);
        List<Problem> found = switch (parsed) {
            case Parsed.Valid<JobFile>(JobFile job) ->
                GuardCheck.checkJob(stage, job, definitions.positions(tree, path));
            case Parsed.Invalid<JobFile>(List<Problem> wrong) -> wrong;
        };
        found.forEach(problem -> problems.add(new Problem(
                path + "#" + problem.field(), problem.line(), problem.column(), problem.message(), problem.fix())));
    }

    private void store(RunRef run, RunRow row, Tree tree, Definition definition, CommitResult result) {
        database.useTransaction(handle -> {
            // Only now is it known that the file wants a label of its own.
            statuses.queueOwnPending(handle, run, row, definition);
            handle.attach(Runs.class).describeCommit(run.workflowId(), tree.subject(), tree.author());
            handle.attach(RunArtifacts.class)
                    .put(
                            run.project(),
                            run.workflowId(),
                            new RunArtifact(
                                    "tree",
                                    tree.tree(),
                                    "artifact:" + tree.tree().value(),
                                    null,
                                    "tree"));
            handle.attach(StepResults.class)
                    .put(
                            run.workflowId(),
                            "-",
                            StepName.COMMIT,
                            "-",
                            run.generation(),
                            ModelJson.mapper().valueToTree(result));
        });
    }
}
