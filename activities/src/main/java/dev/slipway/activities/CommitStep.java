package dev.slipway.activities;

import dev.slipway.model.Digest;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.ModelJson;
import dev.slipway.model.Problem;
import dev.slipway.model.RunTrigger;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.StepName;
import dev.slipway.model.files.EffectiveStage;
import dev.slipway.model.files.GuardCheck;
import dev.slipway.model.files.JobFile;
import dev.slipway.model.files.Parsed;
import dev.slipway.model.files.PipelineRegistration;
import dev.slipway.model.files.PushRules;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Step 1: the pinned commit becomes a stored tree, its pipeline and job files are read and held against the guards. */
final class CommitStep {
    private final Database database;
    private final SourceRepository source;
    private final Definitions definitions;
    private final CommitStatusPost statuses;
    private final ScheduleNotes schedules;

    CommitStep(
            Database database,
            SourceRepository source,
            Definitions definitions,
            CommitStatusPost statuses,
            ScheduleNotes schedules) {
        this.database = database;
        this.source = source;
        this.definitions = definitions;
        this.statuses = statuses;
        this.schedules = schedules;
    }

    /** Asks the repository; may take long. */
    CommitResult fetch(RunRef run, String ref, String commit) throws InterruptedException {
        RunRow row = database.jdbi().withHandle(handle -> BeginStep.row(handle, run));
        String repository = repository(run, row, ref);
        Tree tree = source.fetch(repository, commit, ref);
        Definition definition = definitions.load(row, tree.tree());
        if (schedules.differ(run, row, definition)) {
            schedules.keep(row, definition);
        }
        String before = row.pushBefore();
        Optional<List<String>> changed = before != null && dependsOnFiles(run, row, definition)
                ? source.changed(repository, before, commit)
                : Optional.empty();
        requireTriggered(run, row, tree, definition, changed);
        return pinned(run, row, tree, definition);
    }

    /** The same for a commit that was found on its ref a moment ago; empty when the repository must be asked. */
    Optional<CommitResult> known(RunRef run, RunRow row) {
        Tree tree = source.known(repository(run, row, row.ref()), row.commitId(), row.ref())
                .orElse(null);
        if (tree == null) {
            return Optional.empty();
        }
        Definition definition = definitions.load(row, tree.tree());
        boolean askFiles = row.pushBefore() != null && dependsOnFiles(run, row, definition);
        if (askFiles || schedules.differ(run, row, definition)) {
            return Optional.empty();
        }
        requireTriggered(run, row, tree, definition, Optional.empty());
        return Optional.of(pinned(run, row, tree, definition));
    }

    private static boolean dependsOnFiles(RunRef run, RunRow row, Definition definition) {
        return judged(run, row) && rules(row, definition).dependsOnFiles();
    }

    /** Whoever retries has chosen that it runs. */
    private static boolean judged(RunRef run, RunRow row) {
        return row.trigger() == RunTrigger.PUSH && run.generation() == 1;
    }

    private static PushRules rules(RunRow row, Definition definition) {
        return new PushRules(definition.pipeline().spec().triggers(), row.ref());
    }

    private void requireTriggered(
            RunRef run, RunRow row, Tree tree, Definition definition, Optional<List<String>> changed) {
        Optional<String> refusal = judged(run, row) ? rules(row, definition).refusal(changed) : Optional.empty();
        if (refusal.isPresent()) {
            database.jdbi()
                    .useExtension(
                            Runs.class, runs -> runs.describeCommit(run.workflowId(), tree.subject(), tree.author()));
            throw new SlipwayException(ErrorCode.NOT_TRIGGERED, refusal.get());
        }
    }

    private String repository(RunRef run, RunRow row, String ref) {
        PipelineRegistration registration = definitions.registration(row);
        if (!registration.spec().protects(ref)) {
            throw new SlipwayException(
                    ErrorCode.REF_NOT_PROTECTED,
                    "pipeline " + run.pipeline() + " takes commits from "
                            + registration.spec().protectedRefs() + ", not from " + ref);
        }
        return registration.spec().repository();
    }

    private CommitResult pinned(RunRef run, RunRow row, Tree tree, Definition definition) {
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
