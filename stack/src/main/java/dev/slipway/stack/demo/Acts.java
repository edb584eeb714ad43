package dev.slipway.stack.demo;

import dev.slipway.client.SlipwayClient;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunId;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ApprovalView;
import dev.slipway.model.api.ArtifactView;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.RunView;
import dev.slipway.model.api.StartRun;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Processes;
import dev.slipway.stack.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The six acts. */
final class Acts {
    private static final Duration LONGEST_POST = Duration.ofSeconds(15);

    private final Installation installation;
    private final Setting setting;
    private final Storefront storefront;
    private final SlipwayClient developer;
    private final Show show;

    Acts(Installation installation, Setting setting, Storefront storefront, SlipwayClient developer, Show show) {
        this.installation = installation;
        this.setting = setting;
        this.storefront = storefront;
        this.developer = developer;
        this.show = show;
    }

    Act firstCommit() {
        String title = "a first commit travels to production";
        show.title("a", title);
        Act.Notes notes = new Act.Notes();
        String commit = storefront.commit("Open the shop");
        RunId run = push(commit, notes);
        RunDetail end = throughApproval(run, notes);
        succeeded(end, notes);
        String version = setting.visitor("production").once().orElse("nothing");
        notes.check(version.equals("1.0.0"), "production answers over HTTP with version " + version);
        List<String> told = toldTheForge(commit);
        notes.check(told.equals(List.of("pending", "success")), "the forge received the states " + told);
        notes.check(
                setting.journal().messages("/scan", run.workflowId()).size() == 1,
                "the scanner was asked "
                        + setting.journal().messages("/scan", run.workflowId()).size() + " time");
        return notes.end("a", title);
    }

    Act secondVersion() {
        String title = "a second version takes over without a failed request";
        show.title("b", title);
        Act.Notes notes = new Act.Notes();
        storefront.version("1.1.0");
        String commit = storefront.commit("Sell more");
        try (Poller visitor = setting.visitor("production").start()) {
            RunDetail end = throughApproval(push(commit, notes), notes);
            succeeded(end, notes);
            visited(visitor, notes, List.of("1.0.0", "1.1.0"));
        }
        return notes.end("b", title);
    }

    Act brokenRule() {
        String title = "a commit that breaks a rule stops at request";
        show.title("c", title);
        Act.Notes notes = new Act.Notes();
        String job = storefront.read("deploy/storefront.job.yaml");
        storefront.write("deploy/storefront.job.yaml", job.replaceAll("driver: (exec|docker)", "driver: raw-exec"));
        String commit = storefront.commit("Run on the bare host");
        RunDetail end = show.untilEnd(push(commit, notes));
        notes.check(
                end.run().state() == RunState.FAILED,
                "the run ended " + end.run().state().text());
        notes.check(
                "POLICY_DENIED".equals(end.run().failureCode())
                        || "GUARD_WEAKENED".equals(end.run().failureCode()),
                "with " + end.run().failureCode() + ": " + end.run().failureMessage());
        notes.check(
                end.steps().stream().noneMatch(step -> step.step().equals("job") && step.state() != StepState.SKIPPED),
                "nothing was rolled out");
        end.decisions().stream()
                .filter(decision -> !decision.allowed())
                .flatMap(decision ->
                        java.util.stream.StreamSupport.stream(decision.reasons().spliterator(), false))
                .forEach(reason -> notes.saw("rule " + reason.path("rule").asText() + ": "
                        + reason.path("message").asText()));
        storefront.write("deploy/storefront.job.yaml", job);
        return notes.end("c", title);
    }

    Act failedHealth() {
        String title = "a version that fails its health check is reverted while the old one serves";
        show.title("d", title);
        Act.Notes notes = new Act.Notes();
        storefront.version("1.2.0");
        storefront.remove("site/healthz");
        String commit = storefront.commit("Forget the health page");
        try (Poller visitor = setting.visitor("staging").start()) {
            RunDetail end = show.untilEnd(push(commit, notes));
            notes.check(
                    end.run().state() == RunState.FAILED,
                    "the run ended " + end.run().state().text());
            notes.check(
                    end.deployments().stream().anyMatch(deployment -> deployment.revertedTo() != null),
                    "reverted: " + end.run().failureMessage());
            visited(visitor, notes, List.of("1.1.0"));
        }
        storefront.write("site/healthz", "ok\n");
        return notes.end("d", title);
    }

    Act killedWorker() {
        String title = "the worker is killed in the middle of a run, and the run finishes";
        show.title("e", title);
        Act.Notes notes = new Act.Notes();
        storefront.version("1.3.0");
        String commit = storefront.commit("Sell even more");
        try (Poller visitor = setting.visitor("production").start()) {
            RunId run = push(commit, notes);
            RunDetail before = show.until(run, detail -> detail.run().state().isFinal() || inJobStep(detail));
            notes.check(inJobStep(before) && killWorker(), "the worker was killed with SIGKILL during step job");
            RunDetail end = throughApproval(run, notes);
            succeeded(end, notes);
            visited(visitor, notes, List.of("1.1.0", "1.3.0"));
        }
        return notes.end("e", title);
    }

    Act handedArtifact() {
        String title = "an artifact built elsewhere is handed over by digest, no tasks";
        show.title("f", title);
        Act.Notes notes = new Act.Notes();
        storefront.version("1.4.0");
        Path archive = storefront.buildElsewhere();
        storefront.write(
                "slipway.yaml",
                PipelineText.withoutTasks(storefront.read("slipway.yaml")).replace("from: tasks", "from: trigger"));
        storefront.write(".gitignore", "dist/\nbuild/\n");
        String commit = storefront.commit("Build elsewhere [skip ci]");
        storefront.push();
        try (SlipwayClient ci = setting.as("ci")) {
            ArtifactView artifact = ci.artifacts().put(archive);
            show.line("handed over " + artifact.digest());
            StartRun request = StartRun.request(
                    "refs/heads/main",
                    commit,
                    false,
                    List.of(new StartRun.HandedArtifact(
                            "site", artifact.uri(), new dev.slipway.model.Digest(artifact.digest()))));
            RunView view = ci.runs().start(Setting.PROJECT, Setting.PIPELINE, request);
            RunId run = RunId.ofWorkflowId(view.id());
            notes.run(run.workflowId());
            RunDetail end = throughApproval(run, notes);
            succeeded(end, notes);
            notes.check(
                    end.artifacts().stream().anyMatch(used -> used.digest().equals(artifact.digest())),
                    "deployed exactly " + artifact.digest().substring(0, 19) + "…");
        }
        String version = setting.visitor("production").once().orElse("nothing");
        notes.check(version.equals("1.4.0"), "production answers with version " + version);
        return notes.end("f", title);
    }

    /** Posts are sent by the relay, so the last one may arrive a moment after the run's end. */
    private List<String> toldTheForge(String commit) {
        long end = System.nanoTime() + LONGEST_POST.toNanos();
        while (setting.journal().states(commit).size() < 2 && System.nanoTime() < end) {
            Show.pause();
        }
        return setting.journal().states(commit);
    }

    private RunId push(String commit, Act.Notes notes) {
        show.line("git push " + commit.substring(0, 12));
        String said = storefront.push();
        Path answer = setting.answer(commit);
        try {
            String text = Files.exists(answer) ? Files.readString(answer) : "";
            if (text.isBlank()) {
                throw new IllegalStateException("the hook got no run for " + commit + ": " + said);
            }
            RunView view = ModelJson.read(text, RunView.class);
            notes.run(view.id());
            show.line("CI asked for " + view.id());
            return RunId.ofWorkflowId(view.id());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the hook's answer in " + answer, e);
        }
    }

    private RunDetail throughApproval(RunId run, Act.Notes notes) {
        Optional<ApprovalView> approval = show.untilApproval(run, "production");
        notes.check(approval.isPresent(), "production waited for an approval bound to digests");
        if (approval.isPresent()) {
            try (SlipwayClient lead = setting.as("lena")) {
                lead.runs().approve(run, "production", approval.get().digest(), "looks good in staging");
                show.line("approved by Lena Lead");
            }
        }
        return show.untilEnd(run);
    }

    private void succeeded(RunDetail end, Act.Notes notes) {
        String why = end.run().failureMessage() == null
                ? ""
                : " (" + end.run().failureCode() + " " + end.run().failureMessage() + ")";
        notes.check(
                end.run().state() == RunState.SUCCEEDED,
                "the run ended " + end.run().state().text() + why);
    }

    private void visited(Poller visitor, Act.Notes notes, List<String> versions) {
        Poller.Seen seen = visitor.stop();
        notes.check(seen.failed() == 0 && seen.asked() > 0, seen.text());
        notes.check(seen.versions().keySet().containsAll(versions), "versions " + versions + " were seen");
    }

    private static boolean inJobStep(RunDetail detail) {
        return detail.steps().stream().anyMatch(step -> step.step().equals("job") && step.state() == StepState.RUNNING);
    }

    private boolean killWorker() {
        Optional<ProcessHandle> worker = Processes.find(Supervisor.pidFile(installation, "worker"));
        worker.ifPresent(process -> Processes.signal(process, "KILL"));
        show.line("kill -9 "
                + worker.map(process -> "of the worker, pid " + process.pid()).orElse("found no worker"));
        return worker.isPresent() && developer.ready();
    }
}
