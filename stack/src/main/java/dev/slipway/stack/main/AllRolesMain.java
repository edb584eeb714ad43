package dev.slipway.stack.main;

import dev.slipway.agent.main.Agent;
import dev.slipway.agent.main.AgentConfiguration;
import dev.slipway.apiserver.main.ApiServer;
import dev.slipway.apiserver.main.ApiServerConfiguration;
import dev.slipway.model.ModelJson;
import dev.slipway.stack.Installation;
import dev.slipway.stack.Ports;
import dev.slipway.stack.parts.JoinTokens;
import dev.slipway.worker.main.WorkerConfiguration;
import dev.slipway.worker.main.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The three roles in one process. Arguments: installation folder, first port, and the configuration files of API, worker
 * and agent.
 */
public final class AllRolesMain {
    private AllRolesMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Installation installation = new Installation(Path.of(arguments[0]), new Ports(Integer.parseInt(arguments[1])));
        ApiServer api = ApiServer.start(read(arguments[2], ApiServerConfiguration.class));
        WorkerProcess worker = WorkerProcess.start(read(arguments[3], WorkerConfiguration.class));
        new JoinTokens(installation).prepare();
        Agent agent = Agent.start(read(arguments[4], AgentConfiguration.class));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            agent.close();
            worker.close();
            api.close();
            ended.countDown();
        }));
        ended.await();
    }

    private static <T> T read(String file, Class<T> type) throws IOException {
        return ModelJson.read(Files.readString(Path.of(file)), type);
    }
}
