package dev.slipway.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.slipway.drivers.testing.Eventually;
import dev.slipway.drivers.testing.TestingAgent;
import dev.slipway.drivers.testing.TestingEngine;
import dev.slipway.drivers.testing.TestingNode;
import dev.slipway.model.ErrorCode;
import dev.slipway.model.SlipwayException;
import dev.slipway.model.spi.Fingerprint;
import dev.slipway.model.spi.TaskHandle;
import dev.slipway.model.spi.TaskStart;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestDockerDriver extends IsolatedDriverContract {
    private TestingEngine engine;

    @BeforeAll
    void requireEngine() {
        TestingEngine.Found found = TestingEngine.find();
        if (found.engine().isEmpty()) {
            System.out.println("[driver contract] docker: NOT RUN, " + found.reason());
            Assumptions.abort("not run: " + found.reason());
        }
        engine = found.engine().orElseThrow();
    }

    @Override
    protected String driverName() {
        return "docker";
    }

    @Override
    protected String dockerHost() {
        return engine.host();
    }

    @Override
    protected Map<String, Object> script(String script) {
        return TestingEngine.script(script);
    }

    @Override
    protected Map<String, Map<String, Object>> bad() {
        return Map.of(
                "image", Map.of("command", "true"),
                "args", Map.of("image", "a", "args", List.of("x")),
                "archive", Map.of("image", "a", "archive", "../x.tar"),
                "user", Map.of("image", "a", "user", 0),
                "privileged", Map.of("image", "a", "privileged", true));
    }

    @Override
    protected long signalsAtDefault() {
        // An engine started in the background of a shell passes on an ignored SIGQUIT.
        return super.signalsAtDefault() & ~(1 << 2);
    }

    @Override
    protected String connect(String host, int port) {
        return "timeout 1 nc " + host + " " + port + " </dev/null >/dev/null 2>&1";
    }

    @Override
    protected String listen() {
        return "nc -ll -p " + TASK_PORT + " -e echo hello";
    }

    @AfterEach
    void leavesNoContainerOrNetwork() {
        driver.list().forEach(driver::destroy);
        assertThat(engine.leftovers(node)).isEmpty();
    }

    @Test
    void deniesAContainerEverythingThatCanBeDenied() {
        TaskStart start = node.start(running());
        TaskHandle handle = driver.start(start);
        InspectContainerResponse container = engine.client()
                .inspectContainerCmd(handle.state().get("container"))
                .exec();
        HostConfig host = container.getHostConfig();
        assertThat(container.getName()).matches("/slipway-[0-9a-f]{32}");
        assertThat(container.getConfig().getLabels()).containsEntry("dev.slipway.key", start.key());
        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getSecurityOpts()).contains("no-new-privileges");
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getMemory()).isEqualTo(300L << 20);
        assertThat(host.getMemorySwap()).isEqualTo(300L << 20);
        assertThat(host.getPidsLimit()).isEqualTo(4096);
        assertThat(host.getPidMode()).isEmpty();
        assertThat(host.getIpcMode()).isNotEqualTo("host");
        assertThat(host.getBinds()).hasSize(2);
        assertThat(container.getConfig().getUser()).isEqualTo("65534:65534");
        assertThat(handle.state().get("image")).startsWith("sha256:");
    }

    @Test
    void saysThatAnImageIsMissing() {
        TaskStart start = node.start(Map.of("image", "no-such-image:1", "command", "true"));
        assertThatThrownBy(() -> driver.start(start)).isInstanceOfSatisfying(SlipwayException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DRIVER_START_FAILED);
            assertThat(failure.getMessage()).contains("no-such-image:1", "not on this node");
        });
    }

    @Test
    void loadsAnImageFromAnArchiveOfTheWorkFolder() throws Exception {
        TaskStart start =
                node.start(Map.of("image", "slipway-test/loaded:7", "archive", "image.tar", "command", "echo loaded"));
        TestingEngine.makeArchive("slipway-test/loaded:7", start.workDir().resolve("image.tar"));
        driver.await(driver.start(start));
        assertThat(TestingNode.output(start, "stdout")).isEqualTo("loaded\n");
        driver.list().forEach(driver::destroy);
        engine.removeImage("slipway-test/loaded:7");
    }

    @Test
    void endsAContainerWhoseProgramDoesNotExist() throws Exception {
        TaskStart start = node.start(Map.of("image", TestingEngine.IMAGE, "command", "/no/such", "args", List.of()));
        assertThat(driver.await(driver.start(start)).exitCode()).isEqualTo(127);
        assertThat(TestingNode.output(start, "stderr")).contains("/no/such");
    }

    @Test
    void copiesEveryLineOnceThoughAgentsDie() throws Exception {
        TaskStart start = node.start(script("i=0; while [ $i -lt 400 ]; do echo line-$i; i=$((i+1)); "
                + "[ $((i % 10)) = 0 ] && sleep 0.15; done; exit 0"));
        for (int kill = 0; kill < 2; kill++) {
            try (TestingAgent agent = new TestingAgent(order(start))) {
                agent.go();
                agent.handle();
                int already = TestingNode.output(start, "stdout").length();
                Eventually.until(
                        "more lines come",
                        SOON,
                        () -> TestingNode.output(start, "stdout").length() > already + 50);
            }
        }
        TaskHandle handle = driver.find(start.key()).orElseThrow();
        assertThat(driver.recover(handle)).isTrue();
        driver.await(handle);
        List<String> lines = TestingNode.output(start, "stdout").lines().toList();
        assertThat(lines)
                .isEqualTo(IntStream.range(0, 400)
                        .mapToObj(number -> "line-" + number)
                        .toList());
    }

    @Test
    void saysThatNoEngineAnswers() {
        Fingerprint fingerprint =
                Drivers.create(new DriverSettings(node.stateRoot(), false, "unix:///nonexistent.sock", null)).stream()
                        .filter(candidate -> candidate.name().equals("docker"))
                        .findFirst()
                        .orElseThrow()
                        .fingerprint();
        assertThat(fingerprint.healthy()).isFalse();
        assertThat(fingerprint.description()).contains("unix:///nonexistent.sock", "apt-get install docker.io");
    }
}
