package dev.slipway.stack.dev;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import dev.slipway.stack.Part;
import dev.slipway.stack.Processes;
import dev.slipway.stack.Supervisor;
import dev.slipway.stack.parts.EmbeddedParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The supervisor's own process: runs until it is told to end. */
public final class Supervise {
    private final Installation installation;
    private final Launch launch;

    public Supervise(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
    }

    /**
     * Returns the exit code.
     *
     * @param oneProcess whether API, worker and agent share a process
     */
    public int run(boolean oneProcess) {
        installation.prepare();
        Processes.record(Supervisor.pidFile(installation, "supervisor"), ProcessHandle.current());
        EmbeddedParts embedded = new EmbeddedParts(installation, launch);
        List<Part> parts = oneProcess ? embedded.allWithRolesTogether() : embedded.all();
        Supervisor supervisor = new Supervisor(installation, parts);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(supervisor)));
        try {
            supervisor.awaitReady();
            Files.writeString(installation.root().resolve("address"), installation.apiUrl() + "\n");
            Files.writeString(Background.readyFile(installation), "ready\n");
            supervisor.awaitClosed();
            return 0;
        } catch (CompletionException e) {
            System.err.println("slipway: " + e.getCause());
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void end(Supervisor supervisor) {
        supervisor.close();
        try {
            for (Path file :
                    List.of(Background.readyFile(installation), Supervisor.pidFile(installation, "supervisor"))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("slipway: cannot remove " + e.getMessage());
        }
    }
}
