package dev.slipway.test.crash;

import dev.slipway.model.RunId;
import dev.slipway.model.StepName;
import dev.slipway.store.Database;
import dev.slipway.test.stack.RunningStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps a run inside a step until it is let go: at a gate of the database, by a file a task waits for, by a receiver. */
final class Hold implements AutoCloseable {
    private static final int LONGEST_SECONDS = 90;

    private final RunningStack stack;
    private final Database database;
    private final Receiver receiver;
    private final StepName step;
    private @Nullable Gate gate;
    private @Nullable Path folder;

    /** To be made before the run starts. */
    Hold(RunningStack stack, Database database, Receiver receiver, StepName step) {
        this.stack = stack;
        this.database = database;
        this.receiver = receiver;
        this.step = step;
        if (Gate.has(step)) {
            gate = Gate.shut(step, database);
        } else if (step == StepName.RESPOND) {
            receiver.hold();
        }
    }

    /** Waits until the run is held. */
    void await(RunId run) {
        switch (step) {
            case COMMIT, VERIFY, REQUEST, PROVISION, CONFIGURE -> {
                if (gate != null) {
                    gate.awaitSomebody();
                }
            }
            case TASKS -> folder = work(run, """
                    select cast(a.id as text) || '/build' from allocation a join job j on j.key = a.job_key
                    where j.wait_key like :run || '/%' and a.client_state = 'running'""");
            case JOB -> folder = work(run, """
                    select cast(a.id as text) || '/web' from allocation a
                        join deployment d on d.job_key = a.job_key and d.version = a.version
                    where d.run_id = :run and a.group_name = 'web' and a.client_state = 'running'""");
            case RESPOND ->
                RunningStack.await(
                        "the scanner is asked",
                        LONGEST_SECONDS,
                        () -> receiver.about(run.workflowId()).stream()
                                .anyMatch(message -> message.path().equals("/scan")));
        }
    }

    /** Lets the run go. */
    @Override
    public void close() {
        if (gate != null) {
            gate.close();
            gate = null;
        }
        if (folder != null) {
            go(folder);
            folder = null;
        }
        receiver.release();
    }

    private Path work(RunId run, String query) {
        String task = RunningStack.await(
                "the task waits",
                LONGEST_SECONDS,
                () -> database.jdbi()
                        .withHandle(handle -> handle.createQuery(query)
                                .bind("run", run.workflowId())
                                .mapTo(String.class)
                                .findOne()));
        try (DirectoryStream<Path> nodes =
                Files.newDirectoryStream(stack.installation().data("agent"))) {
            for (Path node : nodes) {
                Path found = node.resolve("allocations").resolve(task).resolve("work");
                if (Files.isDirectory(found)) {
                    return found;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no node has a folder of " + Optional.of(task));
    }

    private static void go(Path folder) {
        try {
            Files.writeString(folder.resolve("go"), "go\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
