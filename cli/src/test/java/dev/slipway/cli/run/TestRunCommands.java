package dev.slipway.cli.run;

import static dev.slipway.cli.testing.Records.COMMIT;
import static dev.slipway.cli.testing.Records.DIGEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.client.testing.Seen;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.ActionRequest;
import dev.slipway.model.api.Page;
import dev.slipway.model.api.RunDetail;
import dev.slipway.model.api.StartRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestRunCommands {
    private static final String START = "/v1/projects/shop/pipelines/web/runs";
    private static final String RUN = "/v1/runs/shop/web/7";
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);

    @AfterEach
    void close() {
        edge.close();
    }

    private Ended start(String... more) {
        edge.on("POST", START, request -> Answer.json(202, Records.run(RunState.QUEUED)));
        List<String> words = new ArrayList<>(List.of(
                "run",
                "start",
                "--project",
                "shop",
                "--pipeline",
                "web",
                "--ref",
                "refs/heads/main",
                "--commit",
                COMMIT));
        words.addAll(List.of(more));
        return shell.run(words.toArray(String[]::new));
    }

    @Test
    void startSendsTheCommitWithTokenAndKey() {
        Ended ended = start();

        Seen request = edge.seen("POST", START).getFirst();
        assertThat(ended.code()).isZero();
        assertThat(ended.lines().getFirst()).isEqualTo("shop/web/7  queued  Add a page");
        assertThat(request.as(StartRun.class)).isEqualTo(StartRun.request("refs/heads/main", COMMIT, false, List.of()));
        assertThat(request.header("Authorization")).contains("Bearer token-of-dora");
        assertThat(request.header("Idempotency-Key"))
                .hasValueSatisfying(key -> assertThat(key).isNotBlank());
    }

    @Test
    void startTellsOfThePushThatIsTheReason() {
        start("--push");
        start("--push", "--before", "b".repeat(40));
        Ended alone = start("--before", "b".repeat(40));

        assertThat(edge.seen("POST", START))
                .extracting(request -> request.as(StartRun.class).push())
                .containsExactly(new StartRun.Push(null), new StartRun.Push("b".repeat(40)));
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--push");
    }

    @Test
    void startHandsArtifactsOverByDigest() {
        start("--artifact", "site=https://ci.example/a@b=c@" + DIGEST, "--dry-run", "--idempotency-key", "build-12");

        Seen request = edge.seen("POST", START).getFirst();
        StartRun sent = request.as(StartRun.class);
        assertThat(sent.dryRun()).isTrue();
        assertThat(sent.artifacts()).singleElement().satisfies(artifact -> {
            assertThat(artifact.name()).isEqualTo("site");
            assertThat(artifact.uri()).isEqualTo("https://ci.example/a@b=c");
            assertThat(artifact.digest().value()).isEqualTo(DIGEST);
        });
        assertThat(request.header("Idempotency-Key")).contains("build-12");
    }

    @Test
    void anArtifactWithoutADigestIsAUsageErrorAndNothingIsSent() {
        for (String artifact : List.of("site", "=uri@" + DIGEST, "site=@" + DIGEST, "site=uri", "site=uri@sha256:12")) {
            Ended ended = start("--artifact", artifact);
            assertThat(ended.code()).as(artifact).isEqualTo(2);
            assertThat(ended.err()).contains("--artifact").contains("sha256:");
        }
        assertThat(edge.seen()).isEmpty();
    }

    @Test
    void startPrintsTheRecordAsTheApiGaveIt() {
        Ended ended = start("--json");

        assertThat(ended.lines()).hasSize(1);
        assertThat(ended.json().path("id").asText()).isEqualTo("run/shop/web/7");
        assertThat(ended.json().path("state").asText()).isEqualTo("queued");
    }

    @Test
    void showTellsStepsPerStageInTheOrderOfThePath() {
        edge.on("GET", RUN, request -> Answer.json(whole()));

        Ended ended = shell.run("run", "show", "shop/web/7");

        assertThat(ended.code()).isZero();
        List<String> steps = ended.lines().stream()
                .filter(line -> line.startsWith("- ") || line.startsWith("production "))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
        assertThat(steps)
                .containsExactly(
                        "- commit succeeded 3.0s",
                        "- tasks succeeded 3.0s",
                        "- tasks/build succeeded 3.0s",
                        "production request failed 3.0s TASK_FAILED: no capacity",
                        "production job skipped",
                        "- respond running 1m28s");
    }

    @Test
    void showTellsWhyPolicySaidNoAndWhatWouldHelp() {
        edge.on("GET", RUN, request -> Answer.json(whole()));

        assertThat(shell.run("run", "show", "shop/web/7").out())
                .contains("denied by policy: admission at request of production")
                .contains("external images.pinned: image web:latest has no digest")
                .contains("fix: write web@sha256:…");
    }

    @Test
    void showTellsApprovalsArtifactsDeploymentsActionsAndTheLink() {
        edge.on("GET", RUN, request -> Answer.json(whole()));

        String out = shell.run("run", "show", "run/shop/web/7").out();

        assertThat(out)
                .contains("approval of production: open, 1 of 2 given by lena")
                .contains("slipway run approve shop/web/7 --stage production --digest " + DIGEST)
                .contains("site  tasks   1.5KiB  " + DIGEST)
                .contains("shop/production/local/web  4       12       running  1 of 3")
                .contains("approve  production  dora  1m30s ago  looks good")
                .contains("temporal:    http://127.0.0.1:7405/namespaces/default/workflows/run%2Fshop%2Fweb%2F7")
                .contains("waits for:   approval of production")
                .doesNotContain("\u001b[");
    }

    @Test
    void whatOthersWroteCannotSteerTheTerminal() {
        String subject = "nice\u001b]0;owned\u0007\u009b31m\u202e end";
        edge.on(
                "GET",
                RUN,
                request -> Answer.json(Records.detail(Records.run(RunState.RUNNING, subject, null, null), List.of())));

        Ended ended = shell.onTerminal(null).run("run", "show", "shop/web/7");

        assertThat(ended.out().replaceAll("\u001b\\[\\d+m", ""))
                .contains("nice ]0;owned 31m  end")
                .doesNotContain("\u001b");
    }

    @Test
    void coloursAreForTerminalsThatWantThem() {
        edge.on("GET", RUN, request -> Answer.json(whole()));
        Shell terminal = shell.onTerminal(null);

        assertThat(terminal.run("run", "show", "shop/web/7").out()).contains("\u001b[33mwaiting\u001b[0m");
        assertThat(terminal.with("NO_COLOR", "1")
                        .run("run", "show", "shop/web/7")
                        .out())
                .doesNotContain("\u001b");
    }

    @Test
    void listAsksForWhatItIsToldAndStopsAtTheLimit() {
        edge.on(
                "GET",
                "/v1/runs",
                request -> Answer.json(new Page<>(
                        IntStream.range(0, 200)
                                .mapToObj(i -> Records.run(RunState.FAILED))
                                .toList(),
                        "more")));

        Ended ended =
                shell.run("run", "list", "--project", "shop", "--pipeline", "web", "--state", "failed", "--limit", "2");

        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).hasSize(3);
        assertThat(ended.err()).contains("there is more");
        assertThat(edge.seen())
                .singleElement()
                .satisfies(request -> assertThat(request.query())
                        .containsEntry("project", "shop")
                        .containsEntry("pipeline", "web")
                        .containsEntry("state", "failed"));
    }

    @Test
    void anEmptyListIsNoError() {
        edge.on("GET", "/v1/runs", request -> Answer.json(new Page<>(List.of(), null)));

        Ended text = shell.run("run", "list");
        assertThat(text.code()).isZero();
        assertThat(text.out()).isEmpty();
        assertThat(shell.run("run", "list", "--json").out().strip()).isEqualTo("{\"items\":[]}");
    }

    @Test
    void approveBindsToTheOpenDigestWhenNoneIsGiven() {
        edge.on("GET", RUN, request -> Answer.json(whole()));
        edge.on("POST", RUN + "/actions", request -> Answer.json(202, Records.action("approve", "production", DIGEST)));

        Ended ended = shell.run("run", "approve", "shop/web/7", "--stage", "production", "--reason", "looks good");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("approve of stage production accepted, signed for dora, " + DIGEST);
        assertThat(edge.seen("POST", ".*").getFirst().as(ActionRequest.class))
                .isEqualTo(new ActionRequest("approve", "production", DIGEST, "looks good"));
    }

    @Test
    void approveWithADigestSendsThatOneWithoutLooking() {
        edge.on("POST", RUN + "/actions", request -> Answer.json(202, Records.action("approve", "production", DIGEST)));

        shell.run("run", "approve", "shop/web/7", "--stage", "production", "--digest", DIGEST);

        assertThat(edge.seen())
                .singleElement()
                .satisfies(request -> assertThat(request.as(ActionRequest.class))
                        .isEqualTo(new ActionRequest("approve", "production", DIGEST, null)));
    }

    @Test
    void approveOfAStageThatDoesNotWaitNamesThoseThatDo() {
        edge.on("GET", RUN, request -> Answer.json(whole()));

        Ended ended = shell.run("run", "approve", "shop/web/7", "--stage", "staging");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("stage staging of shop/web/7 waits for no approval; open: production");
        assertThat(edge.seen("POST", ".*")).isEmpty();
    }

    @Test
    void rejectCancelRetryAndRollbackSayWhatTheyMean() {
        edge.on("POST", RUN + "/actions", request -> Answer.json(202, Records.action("x", "-", "")));

        shell.run("run", "reject", "shop/web/7", "--stage", "production", "--digest", DIGEST, "--reason", "no");
        shell.run("run", "cancel", "shop/web/7", "--reason", "wrong commit");
        shell.run("run", "retry", "shop/web/7", "--stage", "staging", "--step", "request");
        shell.run("run", "retry", "shop/web/7");
        shell.run("run", "rollback", "shop/web/7", "--stage", "production");

        assertThat(edge.seen().stream().map(request -> request.as(ActionRequest.class)))
                .containsExactly(
                        new ActionRequest("reject", "production", DIGEST, "no"),
                        new ActionRequest("cancel", null, null, "wrong commit"),
                        new ActionRequest("retry", "staging", "request", null),
                        new ActionRequest("retry", null, null, null),
                        new ActionRequest("rollback", "production", null, null));
    }

    @Test
    void logsPrintsEveryByteOfTheStreamAskedFor() {
        byte[] content = "erste Zeile\n\u001b[31mrot\u001b[0m\n".getBytes(UTF_8);
        edge.on("GET", RUN + "/tasks/build/logs", request -> {
            int offset = Integer.parseInt(request.query().get("offset"));
            int end = Math.min(content.length, offset + 10);
            return Answer.bytes(Arrays.copyOfRange(content, offset, end));
        });

        Ended ended = shell.run("run", "logs", "shop/web/7", "build", "--stderr");

        assertThat(ended.out()).isEqualTo("erste Zeile\n\u001b[31mrot\u001b[0m\n");
        assertThat(edge.seen())
                .allSatisfy(request -> assertThat(request.query()).containsEntry("stream", "stderr"));
    }

    @Test
    void logsFollowsToTheEnd() {
        edge.on(
                "GET",
                RUN + "/tasks/build/logs",
                request -> Answer.flow("application/octet-stream", body -> {
                    body.write("one\n".getBytes(UTF_8));
                    body.flush();
                    body.write("two\n".getBytes(UTF_8));
                }));

        Ended ended = shell.run("run", "logs", "shop/web/7", "build", "--follow");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo("one\ntwo\n");
        assertThat(edge.seen().getFirst().query()).containsEntry("follow", "true");
    }

    private static RunDetail whole() {
        return new RunDetail(
                Records.run(RunState.WAITING),
                List.of(
                        Records.step("-", "run", "-", StepState.RUNNING),
                        Records.step("-", "respond", "-", StepState.RUNNING),
                        Records.step("production", "job", "-", StepState.SKIPPED),
                        Records.step(2, "production", "request", "-", StepState.FAILED, "no capacity"),
                        Records.step(1, "production", "request", "-", StepState.SUCCEEDED, null),
                        Records.step("-", "tasks", "build", StepState.SUCCEEDED),
                        Records.step("-", "tasks", "-", StepState.SUCCEEDED),
                        Records.step("-", "commit", "-", StepState.SUCCEEDED)),
                List.of(Records.denied()),
                List.of(Records.approval("production", true)),
                List.of(Records.action("approve", "production", DIGEST)),
                List.of(Records.artifact()),
                List.of(Records.deployment(DeploymentState.RUNNING, 1)));
    }
}
