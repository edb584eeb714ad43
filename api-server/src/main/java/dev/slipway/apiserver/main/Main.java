package dev.slipway.apiserver.main;

import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Runs the API as a process of its own. */
public final class Main {
    private Main() {}

    /** @param arguments one: the path of the configuration file */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: api-server <configuration.json>");
            System.exit(64);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        ApiServerConfiguration configuration =
                ModelJson.read(Files.readString(Path.of(arguments[0])), ApiServerConfiguration.class);
        ApiServer server = ApiServer.start(configuration);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            server.close();
            stopped.countDown();
        }));
        stopped.await();
    }
}
