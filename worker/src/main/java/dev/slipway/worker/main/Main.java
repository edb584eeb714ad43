package dev.slipway.worker.main;

import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the worker as a process of its own. */
public final class Main {
    private Main() {}

    /** @param arguments one: the path of the configuration file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: worker <configuration.json>");
            System.exit(2);
        }
        WorkerConfiguration configuration =
                ModelJson.read(Files.readString(Path.of(arguments[0])), WorkerConfiguration.class);
        WorkerProcess worker = WorkerProcess.start(configuration);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            worker.close();
            ended.countDown();
        }));
        ended.await();
    }
}
