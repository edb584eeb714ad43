package dev.slipway.agent.main;

import dev.slipway.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts an agent: {@code Main <configuration file>}; or removes all it runs: {@code Main --destroy <configuration file>}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean destroy = arguments.length == 2 && arguments[0].equals("--destroy");
        if (arguments.length != 1 && !destroy) {
            System.err.println("usage: agent [--destroy] <configuration file>");
            System.exit(2);
        }
        String file = arguments[arguments.length - 1];
        AgentConfiguration configuration = ModelJson.read(Files.readString(Path.of(file)), AgentConfiguration.class);
        if (destroy) {
            System.exit(new Destruction(configuration).run() == 0 ? 0 : 1);
        }
        Agent agent = Agent.start(configuration);
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            agent.close();
            end.countDown();
        }));
        end.await();
    }
}
