package dev.slipway.cli.run;

import static dev.slipway.cli.testing.Records.DIGEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.testing.Ended;
import dev.slipway.cli.testing.Records;
import dev.slipway.cli.testing.Shell;
import dev.slipway.client.testing.Answer;
import dev.slipway.client.testing.EdgeServer;
import dev.slipway.model.DeploymentState;
import dev.slipway.model.ModelJson;
import dev.slipway.model.RunState;
import dev.slipway.model.StepState;
import dev.slipway.model.api.RunDetail;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TestFollow {
    private static final String RUN = "/v1/runs/shop/web/7";
    private final EdgeServer edge = EdgeServer.start();
    private final Shell shell = Shell.at(edge);
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        edge.close();
    }

    /** Each look gets the next answer, the last one for ever; each wakes the next by an event. */
    private void answering(Answer... answers) {
        Queue<Answer> left = new ArrayDeque<>(List.of(answers));
        edge.on("GET", RUN, request -> {
            synchronized (left) {
                return left.size() > 1 ? left.remove() : left.element();
            }
        });
        edge.on(
                "GET",
                "/v1/events",
                request -> Answer.flow("text/event-stream", body -> {
                    for (int seq = 1; seq < 3; seq++) {
                        event(body, seq);
                    }
                    await(over);
                }));
    }

    private static void event(OutputStream body, int seq) throws IOException {
        String text = "id: " + seq + "\ndata: " + ModelJson.write(Records.event(seq)) + "\n\n";
        body.write(text.getBytes(UTF_8));
        body.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RunDetail running() {
        return Records.detail(
                Records.run(RunState.RUNNING), List.of(Records.step("-", "commit", "-", StepState.RUNNING)));
    }

    private static RunDetail waiting() {
        return new RunDetail(
                Records.run(RunState.WAITING),
                List.of(Records.step("-", "commit", "-", StepState.SUCCEEDED)),
                List.of(),
                List.of(Records.approval("production", true)),
                List.of(),
                List.of(),
                List.of(Records.deployment(DeploymentState.RUNNING, 1)));
    }

    private static RunDetail ended(RunState state) {
        boolean good = state == RunState.SUCCEEDED;
        return Records.detail(
                Records.run(state, "Add a page", good ? null : "TASK_FAILED", good ? null : "task test ended with 1"),
                List.of(Records.step("-", "commit", "-", StepState.SUCCEEDED)));
    }

    @Test
    void tellsEachChangeOnceInPlainLinesAndEndsWithTheOutcome() {
        answering(
                Answer.json(running()),
                Answer.json(running()),
                Answer.json(waiting()),
                Answer.json(ended(RunState.SUCCEEDED)));

        Ended ended = shell.run("run", "follow", "shop/web/7");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).doesNotContain("\u001b").doesNotContain("\r");
        assertThat(ended.lines().stream().skip(5).map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "2.0s commit running",
                        "5.0s commit succeeded",
                        "1m30s production job web running version 12, 1 of 3 healthy",
                        "1m30s production approval waiting 1 of 2 given",
                        "slipway run approve shop/web/7 --stage production --digest " + DIGEST,
                        "shop/web/7 succeeded after 1m01s");
    }

    @Test
    void aFailedOrCancelledRunEndsWithOneAndItsReason() {
        answering(Answer.json(ended(RunState.FAILED)));
        Ended failed = shell.run("run", "follow", "shop/web/7");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.lines().getLast())
                .isEqualTo("shop/web/7 failed after 1m01s: task test ended with 1 [TASK_FAILED]");

        answering(Answer.json(ended(RunState.CANCELLED)));
        assertThat(shell.run("run", "follow", "shop/web/7").code()).isEqualTo(1);
    }

    @Test
    void onATerminalStatesHaveColours() {
        answering(Answer.json(running()), Answer.json(ended(RunState.SUCCEEDED)));

        assertThat(shell.onTerminal(null).run("run", "follow", "shop/web/7").out())
                .contains("\u001b[36mrunning\u001b[0m")
                .contains("\u001b[32msucceeded\u001b[0m");
    }

    @Test
    void asRecordsPrintsTheRunWheneverItChanged() {
        answering(Answer.json(running()), Answer.json(running()), Answer.json(ended(RunState.SUCCEEDED)));

        Ended ended = shell.run("run", "follow", "shop/web/7", "--json");

        assertThat(ended.lines()).hasSize(2);
        assertThat(ended.json().path("run").path("state").asText()).isEqualTo("succeeded");
    }

    @Test
    void aServerThatComesBackIsWaitedFor() {
        Answer away = Answer.problem(503, "UNAVAILABLE", "the database is away");
        answering(Answer.json(running()), away, away, away, away, Answer.json(ended(RunState.SUCCEEDED)));

        Ended ended = shell.onRealTime().run("run", "follow", "shop/web/7");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).containsOnlyOnce("the server is away");
        assertThat(ended.lines().getLast()).contains("succeeded");
    }

    @Test
    void aServerThatStaysAwayIsGivenUp() {
        answering(Answer.json(running()), Answer.problem(503, "UNAVAILABLE", "the database is away"));

        Ended ended = shell.onRealTime().run("run", "follow", "shop/web/7", "--give-up-after", "0");

        assertThat(ended.code()).isEqualTo(5);
        assertThat(ended.err()).contains("the database is away [UNAVAILABLE]");
    }

    @Test
    void aTokenThatEndsMeanwhileEndsTheFollow() {
        answering(Answer.json(running()), Answer.problem(401, "TOKEN_EXPIRED", "the token has expired"));

        Ended ended = shell.run("run", "follow", "shop/web/7");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err()).contains("TOKEN_EXPIRED");
    }

    @Test
    void aRunThatIsNotThereIsNotFollowed() {
        assertThat(shell.run("run", "follow", "shop/web/7").code()).isEqualTo(3);
    }

    @Test
    void startAndRetryWaitForTheOutcome() {
        answering(Answer.json(ended(RunState.FAILED)));
        edge.on(
                "POST",
                "/v1/projects/shop/pipelines/web/runs",
                request -> Answer.json(202, Records.run(RunState.QUEUED)));
        edge.on("POST", RUN + "/actions", request -> Answer.json(202, Records.action("retry", "-", "")));

        Ended started = shell.run(
                "run",
                "start",
                "--project",
                "shop",
                "--pipeline",
                "web",
                "--ref",
                "refs/heads/main",
                "--commit",
                Records.COMMIT,
                "--wait");

        assertThat(started.code()).isEqualTo(1);
        assertThat(started.lines().getLast()).contains("failed after");
        assertThat(shell.run("run", "retry", "shop/web/7", "--wait").code()).isEqualTo(1);
    }
}
