package dev.slipway.scheduler.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.DeploymentState;
import dev.slipway.model.JobKey;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.scheduler.testing.Await;
import dev.slipway.scheduler.testing.Cluster;
import dev.slipway.scheduler.testing.FakeAgent;
import dev.slipway.scheduler.testing.FakeAgent.Script;
import dev.slipway.scheduler.testing.Specs;
import dev.slipway.store.Notifications;
import dev.slipway.store.placement.Deployments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestProxyLoop {
    private static final JobKey WEB = new JobKey("shop", "staging", "local", "web");
    private static final String HOST = "web.staging.shop.localhost";

    @TempDir
    private Path folder;

    private final WebServers servers = new WebServers();
    private Cluster cluster;
    private ProxySettings settings;
    private ProxyLoop loop;
    private Notifications notifications;
    private Haproxy haproxy;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(Duration.ofMillis(100), Duration.ofMillis(400));
        settings =
                new ProxySettings(program(), folder.resolve("haproxy.cfg"), folder.resolve("master.sock"), freePort());
        startLoop();
        haproxy = new Haproxy(settings);
    }

    @AfterEach
    void close() throws Exception {
        notifications.close();
        loop.close();
        haproxy.close();
        cluster.close();
        servers.close();
    }

    @Test
    void trafficMovesToTheNewVersionWithoutAFailedRequest() {
        agent(any -> Script.HEALTHY);
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        try (Poller poller = poller()) {
            cluster.complete(WEB, Specs.web("two", 2, Specs.QUICK));
            awaitAnswers(poller, "version 2", 50);
            cluster.complete(WEB, Specs.web("three", 1, Specs.QUICK));
            awaitAnswers(poller, "version 3", 50);
            assertThat(poller.bodies()).containsExactlyInAnyOrder("version 1", "version 2", "version 3");
            assertThat(poller.failures()).isEmpty();
        }
    }

    @Test
    void aVersionThatFailsIsRevertedWithoutAFailedRequest() {
        agent(assigned -> assigned.version() == 2 ? Script.FAILS : Script.HEALTHY);
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        try (Poller poller = poller()) {
            String workflowId = cluster.deploy(WEB, Specs.web("two", 1, Specs.QUICK));
            cluster.awaitAnswer(workflowId + "/wait", "unhealthy");
            cluster.database()
                    .worker()
                    .useTransaction(
                            handle -> Deployments.beginRevert(handle, workflowId, "failed", workflowId + "/back"));
            cluster.awaitAnswer(workflowId + "/back", "reverted");
            cluster.database()
                    .worker()
                    .useTransaction(
                            handle -> Deployments.end(handle, workflowId, DeploymentState.FAILED, "failed", 1L));
            awaitAnswers(poller, "version 1", 50);
            assertThat(poller.bodies()).containsExactly("version 1");
            assertThat(poller.failures()).isEmpty();
        }
    }

    @Test
    void anotherServiceCausesAReloadThatDropsNothing() {
        agent(any -> Script.HEALTHY);
        cluster.complete(WEB, Specs.web("one", 1, Specs.QUICK));
        try (Poller poller = poller()) {
            for (int number = 1; number <= 3; number++) {
                JobKey other = new JobKey("shop", "staging", "local", "other-" + number);
                cluster.complete(other, Specs.named("other-" + number, 1));
                try (Poller second = new Poller(settings.port(), "other-" + number + ".staging.shop.localhost")) {
                    Await.until(Cluster.LIMIT, () -> second.answered() > 0, second::failures);
                }
            }
            awaitAnswers(poller, "version 1", 20);
            assertThat(poller.failures()).isEmpty();
        }
    }

    @Test
    void itConvergesAfterTheProxyOrTheWorkerWasRestarted() throws Exception {
        agent(any -> Script.HEALTHY);
        cluster.complete(WEB, Specs.web("one", 2, Specs.QUICK));
        try (Poller poller = poller()) {
            awaitAnswers(poller, "version 1", 1);
        }
        haproxy.kill();
        cluster.complete(WEB, Specs.web("two", 2, Specs.QUICK));
        haproxy = new Haproxy(settings);
        try (Poller poller = poller()) {
            awaitAnswers(poller, "version 2", 20);
        }
        notifications.close();
        loop.close();
        cluster.complete(WEB, Specs.web("three", 2, Specs.QUICK));
        startLoop();
        try (Poller poller = poller()) {
            awaitAnswers(poller, "version 3", 20);
            assertThat(poller.bodies()).doesNotContain("version 1");
        }
    }

    private void agent(Function<Assignment, Script> scripts) {
        FakeAgent agent = cluster.agent("one", "default", 4_000, scripts);
        agent.runs(servers);
        agent.start();
    }

    /** Polls from the moment the service answers. */
    private Poller poller() {
        try (Poller first = new Poller(settings.port(), HOST)) {
            Await.until(Cluster.LIMIT, () -> first.answered() > 0, () -> first.failures() + log());
        }
        return new Poller(settings.port(), HOST);
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("haproxy.log")) + Files.readString(settings.configFile());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void awaitAnswers(Poller poller, String body, int more) {
        Await.until(Cluster.LIMIT, () -> poller.last().equals(body), poller::failures);
        int until = poller.answered() + more;
        Await.until(Cluster.LIMIT, () -> poller.answered() >= until, poller::failures);
    }

    private void startLoop() {
        loop = new ProxyLoop(cluster.database().worker(), settings);
        notifications =
                new Notifications(cluster.database().worker(), Map.of(ProxyLoop.CHANNEL, payload -> loop.wake()));
    }

    private static Path program() {
        return Stream.of("/usr/sbin/haproxy", "/usr/bin/haproxy", "/usr/local/sbin/haproxy")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("HAProxy is not installed"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
