package dev.slipway.audit.main;

import dev.slipway.audit.note.NoteKey;
import dev.slipway.audit.note.NoteSigner;
import dev.slipway.audit.witness.Witness;
import dev.slipway.audit.witness.WitnessServer;
import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the witness. */
public final class WitnessMain {
    private WitnessMain() {}

    /** @param arguments one: the path of the configuration file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: witness <configuration.json>");
            System.exit(2);
        }
        WitnessServer server =
                start(ModelJson.read(Files.readString(Path.of(arguments[0])), WitnessConfiguration.class));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            server.close();
            ended.countDown();
        }));
        ended.await();
    }

    static WitnessServer start(WitnessConfiguration configuration) throws IOException {
        List<NoteKey> logs = new ArrayList<>();
        for (Path file : configuration.logKeyFiles()) {
            logs.add(NoteKey.parse(Files.readString(file).strip()));
        }
        NoteSigner key = NoteSigner.read(configuration.keyFile());
        Witness witness = new Witness(key, logs, configuration.stateDir(), Clock.systemUTC());
        return new WitnessServer(witness, configuration.port());
    }
}
