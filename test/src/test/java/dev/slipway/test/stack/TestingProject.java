package dev.slipway.test.stack;

import dev.slipway.client.FileBody;
import dev.slipway.client.ResourceName;
import dev.slipway.client.SlipwayClient;
import dev.slipway.model.RunId;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.JobDetail;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.StartRun;
import dev.slipway.model.api.StepView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A project of a test on a running stack: registered by Olivia, triggered by the CI, repository included. */
public final class TestingProject {
    /** Name of the one pipeline. */
    public static final String PIPELINE = "app";

    /** How long a run may take on a busy machine. */
    private static final int LONGEST_SECONDS = 120;

    private final RunningStack stack;
    private final String name;
    private final TestingRepository repository;

    private TestingProject(RunningStack stack, String name) {
        this.stack = stack;
        this.name = name;
        Path folder = stack.installation().data("tests").resolve(name);
        this.repository = new TestingRepository(folder);
    }

    /** A project without further settings. */
    public static TestingProject create(RunningStack stack, String name) {
        return create(stack, name, "description: of a test");
    }

    /**
     * A project, its pipeline registered; environments are to be added.
     *
     * @param spec YAML of the project's spec
     */
    public static TestingProject create(RunningStack stack, String name, String spec) {
        TestingProject project = new TestingProject(stack, name);
        project.apply("Project", ResourceName.project(name), "{name: " + name + "}", spec);
        project.pipeline("");
        return project;
    }

    /** Registers the pipeline anew with more in its spec than repository and path. */
    public TestingProject pipeline(String more) {
        String spec = "repository: " + repository.address() + "\n" + more;
        apply(
                "PipelineRegistration",
                ResourceName.pipeline(name, PIPELINE),
                "{name: " + PIPELINE + ", project: " + name + "}",
                spec);
        return this;
    }

    /** Registers an environment by the YAML of its spec. */
    public TestingProject environment(String environment, String spec) {
        apply(
                "Environment",
                ResourceName.environment(name, environment),
                "{name: " + environment + ", project: " + name + "}",
                spec);
        return this;
    }

    public TestingProject secret(String secret, String value) {
        try (SlipwayClient operator = stack.as("olivia")) {
            operator.secrets().set(name, secret, value.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    public String name() {
        return name;
    }

    public RunningStack stack() {
        return stack;
    }

    public TestingRepository repository() {
        return repository;
    }

    /** Writes a pipeline file whose spec is {@code spec}. */
    public TestingProject pipelineFile(String spec) {
        repository.write("slipway.yaml", document("Pipeline", "{name: " + PIPELINE + "}", spec));
        return this;
    }

    /** Writes a job file whose spec is {@code spec}, to be named as {@code <job>.job.yaml}. */
    public TestingProject jobFile(String job, String spec) {
        repository.write(job + ".job.yaml", document("Job", "{name: " + job + "}", spec));
        return this;
    }

    /** Starts a run of a commit as the CI does. */
    public RunId start(String commit) {
        return start(commit, false);
    }

    public RunId start(String commit, boolean dryRun) {
        return startAs("ci", commit, dryRun);
    }

    /** Starts a run of a commit as somebody. */
    public RunId startAs(String person, String commit, boolean dryRun) {
        return startAs(person, StartRun.request("refs/heads/main", commit, dryRun, List.of()));
    }

    /** Starts a run as somebody. */
    public RunId startAs(String person, StartRun request) {
        try (SlipwayClient client = stack.as(person)) {
            return RunId.ofWorkflowId(
                    client.runs().start(name, PIPELINE, request).id());
        }
    }

    /** Commits and pushes what was written, and starts a run of it. */
    public RunId run(String message) {
        return start(repository.push(message));
    }

    public RunDetail detail(RunId run) {
        try (SlipwayClient developer = stack.as("dora")) {
            return developer.runs().get(run);
        }
    }

    public JobDetail job(String environment, String job) {
        try (SlipwayClient developer = stack.as("dora")) {
            return developer.jobs().get(new dev.slipway.model.JobKey(name, environment, "local", job));
        }
    }

    /** Waits until a run's detail is as asked. */
    public RunDetail await(RunId run, String what, Predicate<RunDetail> enough) {
        try (SlipwayClient developer = stack.as("dora")) {
            return RunningStack.await(
                    run.workflowId() + " " + what,
                    LONGEST_SECONDS,
                    () -> Optional.of(developer.runs().get(run)).filter(enough));
        }
    }

    public RunDetail awaitEnd(RunId run) {
        return await(run, "ends", detail -> detail.run().state().isFinal());
    }

    /** Waits until a step has a state, or the run is over. */
    public RunDetail awaitStep(RunId run, String stage, String step, StepState state) {
        return await(
                run,
                "has " + stage + "/" + step + " " + state,
                detail -> detail.run().state().isFinal()
                        || step(detail, stage, step, "-")
                                .filter(seen -> seen.state() == state)
                                .isPresent());
    }

    /** Waits until a stage waits for approval and returns what for. */
    public ApprovalView awaitApproval(RunId run, String stage) {
        RunDetail seen = await(
                run,
                "asks for approval of " + stage,
                detail -> detail.run().state().isFinal()
                        || openApproval(detail, stage).isPresent());
        return openApproval(seen, stage).orElseThrow(() -> new AssertionError("no approval was asked: " + seen.run()));
    }

    /** Approves as somebody. */
    public void approve(RunId run, String stage, String digest, String person) {
        try (SlipwayClient client = stack.as(person)) {
            client.runs().approve(run, stage, digest, "fine");
        }
    }

    /** Cancels a run as Dora; returns when the API has accepted it. */
    public void cancel(RunId run) {
        try (SlipwayClient developer = stack.as("dora")) {
            developer.runs().cancel(run, "not wanted any more");
        }
    }

    /** Asks for another try as Dora: from a stage and step, or from where it failed when both are null. */
    public void retry(RunId run, @Nullable String stage, @Nullable String step) {
        try (SlipwayClient developer = stack.as("dora")) {
            developer.runs().retry(run, stage, step, "once more");
        }
    }

    /** Waits for the end of a generation of a run. */
    public RunDetail awaitEnd(RunId run, int generation) {
        return await(
                run,
                "ends try " + generation,
                detail -> detail.run().generation() == generation
                        && detail.run().state().isFinal());
    }

    /** The newest fact about a step. */
    public static Optional<StepView> step(RunDetail detail, String stage, String step, String item) {
        return detail.steps().stream()
                .filter(seen -> seen.generation() == detail.run().generation())
                .filter(seen -> seen.stage().equals(stage)
                        && seen.step().equals(step)
                        && seen.item().equals(item))
                .findFirst();
    }

    private static Optional<ApprovalView> openApproval(RunDetail detail, String stage) {
        return detail.approvals().stream()
                .filter(approval -> approval.open() && approval.stage().equals(stage))
                .findFirst();
    }

    private void apply(String kind, ResourceName resource, String metadata, String spec) {
        try (SlipwayClient operator = stack.as("olivia")) {
            operator.registry().apply(resource, FileBody.yaml(document(kind, metadata, spec)));
        }
    }

    private static String document(String kind, String metadata, String spec) {
        return "apiVersion: slipway/v1\nkind: " + kind + "\nmetadata: " + metadata + "\nspec:\n" + spec.indent(2);
    }
}
