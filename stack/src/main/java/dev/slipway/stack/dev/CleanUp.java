package dev.slipway.stack.dev;

import dev.slipway.stack.Installation;
import dev.slipway.stack.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes away what tasks of this installation left on the machine: processes, cgroups, namespaces, containers, mounts. */
public final class CleanUp {
    private final Installation installation;
    private final Launch launch;

    public CleanUp(Installation installation, Launch launch) {
        this.installation = installation;
        this.launch = launch;
    }

    public void run() {
        Path configuration = installation.config().resolve("agent.json");
        if (!Files.exists(configuration)) {
            return;
        }
        List<String> command = new ArrayList<>(launch.java("dev.slipway.agent.main.Main", 128));
        command.addAll(List.of("--destroy", configuration.toString()));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("the agent could not take away all it had started, see above");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the agent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
