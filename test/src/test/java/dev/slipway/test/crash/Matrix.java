package dev.slipway.test.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.RunId;
import dev.slipway.stack.demo.BusyboxImage;
import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Plays cells of the matrix, one after the other, on one stack. */
final class Matrix implements AutoCloseable {
    private static final int LONGEST_SECONDS = 180;

    private final RunningStack stack;
    private final Database database;
    private final Receiver receiver;
    private final String image;
    private final Anchors anchors;
    private final Projection projection;
    private final Effects effects;
    private int scenes;
    private @Nullable Scene scene;

    Matrix(RunningStack stack) {
        this.stack = stack;
        this.database = stack.database();
        this.receiver = receiver();
        this.image = BusyboxImage.make(stack.installation().run(), "slipway-test/crash:1");
        Gate.install(database);
        this.anchors = Anchors.rollOut(Scene.create(stack, "anchors", receiver, image));
        this.projection = new Projection(database);
        this.effects = new Effects(stack, database, receiver);
    }

    /** Plays one cell and holds everything against what is promised. */
    Outcome play(Cell cell) {
        Scene played = scene == null ? Scene.create(stack, "crash-" + ++scenes, receiver, image) : scene;
        // A cell that fails may leave anything behind: the next one gets a scene of its own.
        scene = null;
        List<String> before = anchors.look();
        String mark = "cell-" + cell;
        RunId run;
        Blow blow;
        CompletableFuture<Duration> progress;
        try (Hold hold = new Hold(stack, database, receiver, cell.step())) {
            run = played.start(mark, cell.step());
            hold.await(run);
            projection.awaitIn(run, cell.step());
            String known = projection.facts(run).orElseThrow();
            blow = Blow.strike(stack, cell.victim());
            progress = CompletableFuture.supplyAsync(() -> progress(run, known, blow));
        }
        Duration ready = blow.awaitMended();
        Outcome outcome = new Outcome(cell, ready, progress.join(), end(run, blow));
        System.out.println(outcome);
        played.project().awaitEnd(run);
        effects.requireOnce(played, run, mark);
        assertThat(anchors.look()).as("tasks that had nothing to do with it").isEqualTo(before);
        Duration waited = cell.unaffected() ? outcome.progress() : outcome.lag();
        assertThat(waited)
                .as(cell.unaffected() ? "time until the unaffected run went on" : "time until the run went on")
                .isLessThanOrEqualTo(Outcome.BOUND);
        scene = played;
        return outcome;
    }

    @Override
    public void close() {
        receiver.close();
        database.close();
    }

    private Duration progress(RunId run, String known, Blow blow) {
        RunningStack.await(
                run.workflowId() + " goes on after " + known,
                LONGEST_SECONDS,
                () -> projection.facts(run).filter(facts -> !facts.equals(known)));
        return blow.since();
    }

    private Duration end(RunId run, Blow blow) {
        RunningStack.await(run.workflowId() + " ends", LONGEST_SECONDS, () -> projection.over(run));
        return blow.since();
    }

    private static Receiver receiver() {
        try {
            return new Receiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
