package dev.slipway.agent.main;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.testing.AgentProcess;
import dev.slipway.agent.testing.FakeControlPlane;
import dev.slipway.agent.testing.Jobs;
import dev.slipway.agent.testing.Nodes;
import dev.slipway.model.AllocationState;
import dev.slipway.model.api.NodeApi.AllocationUpdate;
import dev.slipway.model.api.NodeApi.Assignment;
import dev.slipway.model.spec.CheckSpec;
import dev.slipway.model.spec.SecretSpec;
import dev.slipway.model.spec.ServiceSpec;
import dev.slipway.model.spec.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that are killed without warning, with real processes on a real machine. */
class TestAgentProcess {
    private static final String[] DRIVERS = {"exec", "raw-exec", "mock"};
    private FakeControlPlane server;
    private AgentProcess agent;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        server = new FakeControlPlane();
        agent = AgentProcess.start(server, folder, DRIVERS);
    }

    @AfterEach
    void stop() throws Exception {
        agent.kill();
        AgentProcess.destroy(server, folder, DRIVERS);
        server.close();
    }

    private static TaskSpec shell(String driver, String script) {
        return Jobs.task("web", driver, Map.of("command", "/bin/sh", "args", List.of("-c", script)));
    }

    private void awaitReady() {
        server.await("readiness", () -> Optional.of(agent.readiness()).filter(status -> status == 200));
    }

    @Test
    void aKilledAgentFindsItsTaskRunningAndStillLearnsTheExitCode() throws Exception {
        awaitReady();
        Path go = Files.createDirectory(folder.resolve("shared")).resolve("go");
        Assignment batch = Jobs.batch(Jobs.group(
                shell("raw-exec", "echo pid $$; while [ ! -e " + go + " ]; do sleep 0.05; done; echo bye; exit 7")));
        server.assign(batch);
        String first = server.awaitLog(batch.allocationId(), "web", "stdout", log -> log.endsWith("\n"));

        agent.kill();
        agent = AgentProcess.start(server, folder, DRIVERS);
        awaitReady();
        long pid = Long.parseLong(first.strip().substring("pid ".length()));
        assertThat(ProcessHandle.of(pid)).isPresent();
        Files.createFile(go);

        AllocationUpdate exited = server.await(
                batch.allocationId(),
                update -> update.tasks().get("web").exitCode() != null
                        && update.tasks().get("web").exitCode() == 7);
        assertThat(exited.tasks().get("web").events().getFirst().message()).isEqualTo("attempt 1");
        server.awaitLog(batch.allocationId(), "web", "stdout", log -> log.startsWith(first + "bye\n"));
    }

    @Test
    void aTaskThatEndsWhileTheAgentIsDeadKeepsItsExitCode() throws Exception {
        awaitReady();
        Assignment batch = Jobs.batch(Jobs.group(shell("raw-exec", "sleep 0.7; exit 0")));
        server.assign(batch);
        server.awaitState(batch.allocationId(), AllocationState.RUNNING);

        agent.kill();
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        server.await("the end of the task", () -> Optional.of(System.nanoTime()).filter(now -> now - until > 0));
        agent = AgentProcess.start(server, folder, DRIVERS);

        AllocationUpdate ended = server.awaitState(batch.allocationId(), AllocationState.COMPLETE);
        assertThat(ended.tasks().get("web").exitCode()).isZero();
        assertThat(ended.tasks().get("web").restarts()).isZero();
    }

    @Test
    void aSandboxedServiceIsReachedAtItsOwnAddressAndSurvivesAKill() throws Exception {
        awaitReady();
        CheckSpec check = new CheckSpec(CheckSpec.Type.TCP, null, null, Duration.ofMillis(100), Duration.ofSeconds(1));
        List<ServiceSpec> services = List.of(new ServiceSpec("web", "http", null, List.of(check)));
        Assignment service = Jobs.service(Jobs.group(
                services,
                shell(
                        "exec",
                        "exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new("
                                + "LocalPort => $ENV{SLIPWAY_PORT_http}, Listen => 5, ReuseAddr => 1) or die; "
                                + "$s->accept while 1'")));
        server.assign(service);
        AllocationUpdate passing = server.await(
                service.allocationId(), update -> !update.servicesPassing().isEmpty());
        assertThat(passing.tasks().get("web").address()).startsWith("10.");

        agent.kill();
        int known = server.updates(service.allocationId()).size();
        agent = AgentProcess.start(server, folder, DRIVERS);
        awaitReady();
        server.awaitSyncs(2);

        List<AllocationUpdate> later = server.updates(service.allocationId());
        assertThat(later.subList(known, later.size())).allSatisfy(update -> {
            assertThat(update.servicesPassing()).containsExactly("web");
            assertThat(update.tasks().get("web").restarts()).isZero();
        });
        server.stop(service.allocationId(), Duration.ZERO);
        server.awaitState(service.allocationId(), AllocationState.COMPLETE);
    }

    @Test
    void anAgentThatIsAskedToEndLeavesItsTasksAndDestroyRemovesThem() throws Exception {
        awaitReady();
        String seconds = "1000." + System.nanoTime();
        server.secret("password", "s3cret");
        TaskSpec task = new TaskSpec(
                "web",
                "raw-exec",
                Map.of("command", "/bin/sleep", "args", List.of(seconds)),
                null,
                null,
                null,
                null,
                List.of(new SecretSpec("password", null, "db/password")),
                null,
                null,
                null,
                null);
        Assignment service = Jobs.service(Jobs.group(task));
        server.assign(service);
        server.awaitState(service.allocationId(), AllocationState.RUNNING);
        Path secret = Nodes.folder(folder)
                .resolve("secrets")
                .resolve(service.allocationId() + "-web")
                .resolve("db/password");
        assertThat(secret).hasContent("s3cret");
        assertThat(Files.getFileStore(secret).type()).isEqualTo("tmpfs");

        assertThat(agent.terminate()).isTrue();
        assertThat(sleepers(seconds)).isEqualTo(1);

        assertThat(AgentProcess.destroy(server, folder, DRIVERS)).isZero();
        assertThat(sleepers(seconds)).isZero();
        assertThat(Nodes.folder(folder).resolve("secrets")).doesNotExist();
        assertThat(Nodes.folder(folder).resolve("allocations")).doesNotExist();
        assertThat(Nodes.folder(folder).resolve("identity.json")).exists();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
    }

    private static long sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .filter(info ->
                        info.command().filter(name -> name.endsWith("/sleep")).isPresent())
                .filter(info ->
                        Arrays.asList(info.arguments().orElse(new String[0])).contains(seconds))
                .count();
    }

    @Test
    void noSecretIsEverOnDisk() throws IOException {
        server.secret("password", "canary-4711");
        TaskSpec task = new TaskSpec(
                "web",
                "mock",
                Map.of(),
                null,
                null,
                null,
                null,
                List.of(new SecretSpec("password", "PASSWORD", null), new SecretSpec("password", null, "password")),
                null,
                null,
                null,
                null);
        Assignment service = Jobs.service(Jobs.group(task));
        server.assign(service);
        server.awaitState(service.allocationId(), AllocationState.RUNNING);

        try (Stream<Path> files = Files.walk(Nodes.folder(folder))) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file ->
                                    !file.startsWith(Nodes.folder(folder).resolve("secrets"))))
                    .isNotEmpty()
                    .noneMatch(file -> contains(file, "canary-4711"));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
